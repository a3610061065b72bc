import { readFileSync } from "node:fs";
import { toAnchor } from "./links.ts";

/** Matches a line of a page that stands for another file, or for the section of it that has this anchor. */
const line = /^<!-- include (\S+?)(?:#(\S+))? -->$/gm;

/**
 * Replaces the lines `<!-- include <path>#<anchor> -->` of a page by what they name. The home page shows the quick start
 * of the README so.
 *
 * @param text - The page.
 * @param page - Where the page is.
 */
export function withIncludes(text: string, page: URL): string {
  return text.replaceAll(line, (_line, path: string, anchor: string | undefined) => {
    const included = readFileSync(new URL(path, page), "utf8");
    return anchor === undefined ? included : sectionOf(included, anchor);
  });
}

function sectionOf(text: string, anchor: string): string {
  const section = text
    .split(/^(?=## )/m)
    .find((each) => toAnchor(/^## (.+)/.exec(each)?.[1] ?? "") === anchor);
  if (section === undefined) throw new Error(`There is no section ${anchor}.`);
  return section;
}
