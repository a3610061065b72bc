import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { filesIn, type Page, pages, read, root } from "./pages.ts";

const others = ["CONTRIBUTING.md", "SECURITY.md", "AGENTS.md", "CHANGELOG.md"]
  .filter((path) => existsSync(new URL(path, root)))
  .concat(filesIn("examples", ".md"));
const all: readonly Page[] = [...pages, ...others.map((path) => ({ path, text: read(path) }))];

describe("the links of", () => {
  it.each(all)("$path lead somewhere", ({ path, text }) => {
    const links = [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link);
    const relative = links.filter((link) => !/^[a-z]+:/.test(link));

    expect(relative.filter((link) => !leadsSomewhere(link, path))).toEqual([]);
  });
});

describe("the pages of docs/", () => {
  it("are all in the table of contents", () => {
    const contents = read("docs/README.md");
    const missing = pages
      .map(({ path }) => path.replace("docs/", ""))
      .filter((path) => !path.endsWith("README.md") && !contents.includes(`](${path})`));

    expect(missing).toEqual([]);
  });
});

function leadsSomewhere(link: string, from: string): boolean {
  const [path = "", anchor] = link.split("#");
  const target = path === "" ? new URL(from, root) : new URL(path, new URL(from, root));
  if (!existsSync(target)) return false;
  if (anchor === undefined) return true;
  const text = read(target.href);
  return [...withoutCode(text).matchAll(/^#+ (.+)$/gm)].some(
    ([, heading = ""]) => anchorOf(heading) === anchor,
  );
}

/** The anchor that GitHub gives a heading. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .replaceAll(" ", "-");
}

function withoutCode(text: string): string {
  return text.replaceAll(/^( *)```[\s\S]*?^\1```/gm, "");
}
