import { readdirSync, readFileSync } from "node:fs";

/** One page that users read: the README, or a file of docs/. */
export interface Page {
  /** The path from the root of the project. */
  readonly path: string;
  readonly text: string;
}

/** A block of code on a page. */
export interface Block {
  /** Where it is, for messages: `docs/catching.md, block 3`. */
  readonly name: string;
  readonly code: string;
  /** False for a block that is marked `no-run`, such as one for a browser. */
  readonly runs: boolean;
}

/** The root of the project. */
export const root: URL = new URL("../../", import.meta.url);

/** Reads a file of the project. */
export function read(path: string): string {
  return readFileSync(new URL(path, root), "utf8");
}

/** Returns the files below a folder with this ending, as paths from the root of the project. */
export function filesIn(folder: string, ending: string): string[] {
  return readdirSync(new URL(folder, root), { withFileTypes: true })
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      if (entry.isFile()) return entry.name.endsWith(ending) ? [path] : [];
      // npm may be writing to it.
      return entry.isDirectory() && entry.name !== "node_modules" ? filesIn(path, ending) : [];
    })
    .toSorted();
}

/** The README and every page of docs/; docs/site has the generator of the site, and what the generator writes. */
export const pages: readonly Page[] = ["README.md", ...filesIn("docs", ".md")]
  .filter((path) => !path.startsWith("docs/site/"))
  .map((path) => ({ path, text: read(path) }));

/** Returns a page by its path. */
export function page(path: string): Page {
  return pages.find((each) => each.path === path) ?? { path, text: read(path) };
}

/** Returns the blocks of a page in one of the languages. */
export function blocksOf({ path, text }: Page, languages: readonly string[]): Block[] {
  // A block in a list is indented.
  const fence = new RegExp(
    `^( *)\`\`\`(?:${languages.join("|")})( no-run)?\\n([\\s\\S]*?)^\\1\`\`\``,
    "gm",
  );
  return [...text.matchAll(fence)].map(([, indent = "", mark, code = ""], index) => ({
    name: `${path}, block ${index + 1}`,
    code: code.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
    runs: mark === undefined,
  }));
}
