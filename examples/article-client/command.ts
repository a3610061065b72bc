import { parseArgs } from "node:util";

/** The command line, parsed. */
export type Command =
  | { readonly name: "help" }
  | { readonly name: "misuse"; readonly message: string }
  | ArticleCommand;

/** A command that sends a request. */
export type ArticleCommand = { readonly url: string; readonly token?: string } & (
  | { readonly name: "list"; readonly limit: string; readonly cursor?: string }
  | { readonly name: "get"; readonly id: string }
  | { readonly name: "post"; readonly article: NewArticle }
);

/** An article as the user typed it. The server validates it. */
export interface NewArticle {
  readonly title: string;
  readonly content: string;
  readonly tags: readonly string[];
}

/** The help text. */
export const usage = `articles list [--limit 20] [--cursor <text>]
articles get <id>
articles post --title <text> --content <text> [--tag <text>]…

--url <url>     the URL of the article API; default: ARTICLES_URL, or http://localhost:3000
--token <text>  a token of somebody who may write; default: ARTICLES_TOKEN
--help          prints this text

Exit codes: 0 success, 1 failure, 2 invalid command line, 3 article not found, 4 article refused, 5 unavailable, try again later`;

/** Parses the command line. Never throws. */
export function parseCommand(args: readonly string[], env: NodeJS.ProcessEnv): Command {
  try {
    return toCommand(args, env);
  } catch (error) {
    // Only parseArgs throws here, and its messages are written for the user of the command.
    return misuse(error instanceof Error ? error.message : "The command line cannot be read.");
  }
}

function toCommand(args: readonly string[], env: NodeJS.ProcessEnv): Command {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      url: { type: "string", default: env["ARTICLES_URL"] || "http://localhost:3000" },
      token: { type: "string", default: env["ARTICLES_TOKEN"] || "" },
      help: { type: "boolean", default: false },
      limit: { type: "string", default: "20" },
      cursor: { type: "string" },
      title: { type: "string" },
      content: { type: "string" },
      tag: { type: "string", multiple: true, default: [] },
    },
  });
  const { url, token, limit, cursor, title, content, tag: tags } = values;
  const [name, id, ...rest] = positionals;

  if (values.help) return { name: "help" };
  if (!/^https?:/.test(url) || !URL.canParse(url)) {
    return misuse(`${JSON.stringify(url)} is not an http or https URL.`);
  }
  if (name === "list" && id === undefined)
    return { name, url, limit, ...(cursor !== undefined && { cursor }) };
  if (name === "get" && id !== undefined && rest.length === 0) return { name, url, id };
  if (name === "post" && id === undefined) {
    if (title === undefined || content === undefined) {
      return misuse("post needs --title and --content.");
    }
    return { name, url, ...(token !== "" && { token }), article: { title, content, tags } };
  }
  return misuse(name === undefined ? "Which command?" : `Not a command: ${positionals.join(" ")}`);
}

function misuse(message: string): Command {
  return { name: "misuse", message };
}
