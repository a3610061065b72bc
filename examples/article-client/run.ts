import type { z } from "zod";
import type { ArticleClient } from "./article-client.ts";
import type { Article, ArticleList } from "./article.ts";
import type { ArticleCommand } from "./command.ts";
import type { ArticleProblem, Outcome } from "./read-success.ts";

/** The result of a command: the text to print or the problem. */
export type RunResult =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly problem: ArticleProblem };

/** Runs a command. */
export async function run(command: ArticleCommand, client: ArticleClient): Promise<RunResult> {
  switch (command.name) {
    case "list":
      return format(await client.list(command.limit, command.cursor), toTable);
    case "get":
      return format(await client.get(command.id), toArticleText);
    case "post":
      return format(await client.post(command.article, command.token), ({ id }) => id);
    default:
      return command satisfies never;
  }
}

function format<Value>(outcome: Outcome<Value>, toText: (value: Value) => string): RunResult {
  return outcome.ok ? { ok: true, text: toText(outcome.value) } : outcome;
}

function toTable({ items, nextCursor }: z.infer<typeof ArticleList>) {
  const rows = items.map(({ id, title }) => `${id}  ${title}`);
  const last = nextCursor === undefined ? "No more articles." : `More: --cursor ${nextCursor}`;
  return [...rows, last].join("\n");
}

function toArticleText({ title, content, tags }: z.infer<typeof Article>) {
  return [title, ...(tags.length > 0 ? [`(${tags.join(", ")})`] : []), "", content].join("\n");
}
