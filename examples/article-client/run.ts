import type { z } from "zod";
import type { ArticleClient } from "./article-client.ts";
import type { Article, ArticleList } from "./article.ts";
import type { ArticleCommand } from "./command.ts";
import type { ArticleProblem, Outcome } from "./read-success.ts";

/** What a command came to: the text to print, or the problem. */
export type RunResult =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly problem: ArticleProblem };

/** Does what the command line asks for. */
export async function run(command: ArticleCommand, client: ArticleClient): Promise<RunResult> {
  switch (command.name) {
    case "list":
      return shown(await client.list(command.page, command.limit), toTable);
    case "get":
      return shown(await client.get(command.id), toText);
    case "post":
      return shown(await client.post(command.article), ({ id }) => id);
    default:
      return command satisfies never;
  }
}

function shown<Value>(outcome: Outcome<Value>, show: (value: Value) => string): RunResult {
  return outcome.ok ? { ok: true, text: show(outcome.value) } : outcome;
}

function toTable({ items, total }: z.infer<typeof ArticleList>): string {
  const rows = items.map(({ id, title }) => `${id}  ${title}`);
  return [...rows, `${items.length} of ${total}`].join("\n");
}

function toText({ title, content, tags }: z.infer<typeof Article>): string {
  return [title, ...(tags.length > 0 ? [`(${tags.join(", ")})`] : []), "", content].join("\n");
}
