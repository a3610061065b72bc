import { posix } from "node:path";
import { repository } from "./address.ts";

const file = `${repository}/blob/main/`;
const folder = `${repository}/tree/main/`;

/** The pages that the site has at another path than docs/ has them. */
const moved: ReadonlyMap<string, string> = new Map([
  ["README.md", "contents.md"],
  ["../README.md", "start.md"],
  ["../api/", "api/index.md"],
  ["site/index.md", "index.md"],
  ["site/start.md", "start.md"],
  ["site/api/README.md", "api/index.md"],
]);

/** Converts the path of a page from docs/ to its path on the site, both with `.md`. Returns undefined for what the site does not have. */
export function toSitePath(path: string): string | undefined {
  const known = moved.get(path);
  if (known !== undefined) return known;
  if (path.startsWith("../") || !path.endsWith(".md")) return undefined;
  return path.replace(/^site\/api\//, "api/");
}

/**
 * Converts a link of a page to one that works on the site: a page has its path there, from the root and with `.md`, and
 * any other file of the project its address in the repository. Links to other places stay as they are.
 *
 * @param link - The link, as the page has it.
 * @param from - The path of the page from docs/, such as `mappers/services.md`.
 */
export function toSiteLink(link: string, from: string): string {
  const ofProject = link.startsWith(file) ? `../${link.slice(file.length)}` : undefined;
  if (ofProject === undefined && /^(?:[a-z]+:|#)/.test(link)) return link;

  const [target = "", anchor] = (ofProject ?? posix.join(posix.dirname(from), link)).split("#");
  const path = posix.normalize(target).replace(/^\.\.\/docs\//, "");
  const hash = anchor === undefined ? "" : `#${anchor}`;
  const page = toSitePath(path);
  if (page !== undefined) return `/${page}${hash}`;
  return `${path.endsWith("/") ? folder : file}${path.replace(/^\.\.\//, "")}${hash}`;
}

/** Returns the anchor that GitHub gives a heading; the site gives the heading the same one. */
export function toAnchor(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .replaceAll(" ", "-");
}
