import { readFileSync } from "node:fs";

/** A page in the table of contents. */
export interface ContentsPage {
  /** The path from docs/, such as `mappers/services.md`. */
  readonly path: string;
  /** The heading of the page. */
  readonly title: string;
  /** The words of the table of contents about the page, as Markdown; empty where it only names the page. */
  readonly covers: string;
}

/** A section of the table of contents. */
export interface ContentsSection {
  readonly title: string;
  readonly pages: readonly ContentsPage[];
}

/** The folder whose Markdown files are the pages. */
export const docs: URL = new URL("../", import.meta.url);

/** Reads the sections of docs/README.md: the order of the sidebar, of `llms.txt` and of `llms-full.txt`. */
export function readContents(): readonly ContentsSection[] {
  return readPage("README.md")
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const [title = "", ...lines] = section.split("\n");
      return { title, pages: lines.flatMap(pagesOf) };
    });
}

/** Reads a page of docs/. */
export function readPage(path: string): string {
  return readFileSync(new URL(path, docs), "utf8");
}

/** Returns the pages that a row of a table or an item of a list names. */
function pagesOf(line: string): readonly ContentsPage[] {
  if (!/^[|-] /.test(line)) return [];
  const paths = [...line.matchAll(/\]\((?!https:|\.\.)([^)#]+\.md)\)/g)].map(
    ([, path = ""]) => path,
  );
  return paths.map((path) => ({
    path,
    title: /^# (.+)$/m.exec(readPage(path))?.[1] ?? path,
    covers: paths.length === 1 ? remarkOf(line) : "",
  }));
}

/** Returns the second cell of a row, or what follows the link of an item. */
function remarkOf(line: string): string {
  const [, cell, rest] =
    /^\| \[.*?\]\(.*?\) \| (.*) \|$|^- \[.*?\]\(.*?\)[:,]? ?(.*)$/.exec(line) ?? [];
  return cell ?? rest ?? "";
}
