import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { filesIn, type Page, pages, read, root } from "./pages.ts";

const others = ["CONTRIBUTING.md", "SECURITY.md", "AGENTS.md", "CHANGELOG.md"]
  .filter((path) => existsSync(new URL(path, root)))
  .concat(filesIn("examples", ".md"));
const all: readonly Page[] = [...pages, ...others.map((path) => ({ path, text: read(path) }))];

const repository = "https://github.com/express-backstop/express-backstop/blob/main/";

describe("the links of", () => {
  it.each(all)("$path lead somewhere", ({ path, text }) => {
    const links = linksOf(text);
    const own = links.filter((link) => !/^[a-z]+:/.test(link));
    // npm shows the README where the other pages are not.
    const ofRepository = links
      .filter((link) => link.startsWith(repository))
      .map((link) => link.slice(repository.length));

    expect(own.filter((link) => !leadsSomewhere(link, path))).toEqual([]);
    expect(ofRepository.filter((link) => !leadsSomewhere(link, "README.md"))).toEqual([]);
  });

  it("README.md work in node_modules and on the page of npm, which have no other page", () => {
    const own = linksOf(read("README.md")).filter((link) => !/^(?:https:|#)/.test(link));

    expect(own).toEqual([]);
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

function linksOf(text: string): string[] {
  return [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link);
}

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
