import { htmlIndex, htmlPage } from "./html-pages.ts";
import { markdownIndex, markdownPage } from "./markdown-pages.ts";
import type { Reference } from "./reference.ts";

/** The file with the whole reference as data. */
export const dataFile = "errors.json";

/**
 * Returns the files of a reference, by name: the list and the pages as HTML and as Markdown, and the data.
 *
 * @throws {TypeError} If a code is `index`, whose page would be in the place of the list.
 */
export function referenceFiles(reference: Reference): ReadonlyMap<string, string> {
  if (Object.hasOwn(reference.errors, "index")) {
    throw new TypeError(
      "The code index cannot have a page, because index.html is the list of all codes.",
    );
  }
  const files = new Map([
    ["index.html", htmlIndex(reference)],
    ["index.md", markdownIndex(reference)],
    [dataFile, `${JSON.stringify(reference, undefined, 2)}\n`],
  ]);
  for (const error of Object.values(reference.errors)) {
    const [html, markdown] = pagesOf(error.code);
    files.set(html, htmlPage(error, reference));
    files.set(markdown, markdownPage(error, reference));
  }
  return files;
}

/** Returns the names of the pages of a code. */
export function pagesOf(code: string): readonly [html: string, markdown: string] {
  return [`${code}.html`, `${code}.md`];
}
