import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { base, origin } from "../../docs/site/address.ts";
import { checkAnchors } from "../../docs/site/check-anchors.ts";
import { readContents } from "../../docs/site/contents.ts";
import { toAnchor, toSiteLink, toSitePath } from "../../docs/site/links.ts";
import { toLlmsText } from "../../docs/site/llms-text.ts";
import { toTwin } from "../../docs/site/twin.ts";
import { pages, read } from "./pages.ts";

const contents = readContents();
const listed = contents.flatMap((section) => section.pages);

describe("the contents of the site", () => {
  it("are the pages of docs/README.md in their order, each once", () => {
    const [first] = contents;
    const all = pages
      .map(({ path }) => path.replace(/^docs\//, ""))
      .filter((path) => path !== "README.md");

    expect(first?.title).toBe("Using the package");
    expect(first?.pages[0]).toEqual({
      path: "throwing-errors.md",
      title: "Throwing errors",
      covers: "`HttpError`, the class for each status, subclasses, `ValidationError`",
    });
    expect(listed.map(({ path }) => path).toSorted()).toEqual(all.toSorted());
  });
});

const repository = "https://github.com/express-backstop/express-backstop";

describe("a link of a page", () => {
  it.each([
    ["a page", "catching.md#addcontext", "README.md", "/catching.md#addcontext"],
    ["a page of another folder", "../mappers.md", "mappers/services.md", "/mappers.md"],
    ["the table of contents", "README.md", "client.md", "/contents.md"],
    ["the README", "../README.md#options", "client.md", "/start.md#options"],
    ["the declarations", "../api/", "README.md", "/api/index.md"],
    [
      "a page by its address",
      `${repository}/blob/main/docs/client.md`,
      "site/start.md",
      "/client.md",
    ],
    ["another file", "../CONTRIBUTING.md", "client.md", `${repository}/blob/main/CONTRIBUTING.md`],
    ["a folder", "../examples/node-20/", "node-20.md", `${repository}/tree/main/examples/node-20/`],
    ["a heading of its page", "#safe", "client.md", "#safe"],
    ["another site", "https://zod.dev/a.md", "client.md", "https://zod.dev/a.md"],
    ["a page of the API", "../index.md", "site/api/mappers/jwt.md", "/api/index.md"],
  ])("to %s works on the site", (_what, link, from, expected) => {
    expect(toSiteLink(link, from)).toBe(expected);
  });

  it("has the anchor that GitHub gives a heading", () => {
    expect(toAnchor("Headers & `Retry-After`, twice")).toBe("headers--retry-after-twice");
  });
});

describe("llms.txt", () => {
  it("has the form of llmstxt.org and names each page with its Markdown address", () => {
    const text = toLlmsText(contents);
    const items = text.split("\n").filter((line) => line.startsWith("- "));

    expect(text).toMatch(/^# express-backstop\n\n> .+\n\n- /);
    expect(
      items.filter((line) => !/^- \[[^\]]+\]\(https:[^)]+\.(?:md|txt)\)(?:: .+)?$/.test(line)),
    ).toEqual([]);
    for (const { path } of listed) expect(text).toContain(`](${origin}${base}${toSitePath(path)})`);
  });
});

describe("the Markdown of a page", () => {
  it("has whole addresses, and the code as it is", () => {
    const source = read("docs/client.md");

    const twin = toTwin("client.md");

    expect(twin).toContain(`[the catalog of the server](${origin}${base}error-catalog.md)`);
    expect(twin.match(/```[\s\S]*?```/g)).toEqual(source.match(/```[\s\S]*?```/g));
    expect(twin).not.toMatch(/\]\((?!https:|#)/);
  });

  it("has the texts that the page includes", () => {
    const home = toTwin("site/index.md");

    expect(home).toMatch(/^# express-backstop\n\n\w/);
    expect(home).toContain("## Quick start\n");
    expect(home).toContain('"code": "validation_failed"');
    expect(home).not.toContain("## Throw errors");
    expect(toTwin("site/start.md")).toContain("## Throw errors");
  });
});

describe("a link of the built site", () => {
  const folder = mkdtempSync(join(tmpdir(), "site-"));
  const page = (...links: readonly string[]) =>
    `<h2 id="here">Here</h2>${links.map((link) => `<a class="x" href="${link}">x</a>`).join("")}`;
  const write = (file: string, text: string) => writeFileSync(join(folder, file), text);

  afterAll(() => rmSync(folder, { recursive: true }));

  it("may lead to a page, to a heading of it and to a file", () => {
    write("llms.txt", "");
    write("index.html", page(base, `${base}a#here`, "#here", "https://zod.dev/#x"));
    write("a.html", page(`${base}#here`, `${base}llms.txt`));

    expect(() => checkAnchors(folder)).not.toThrow();
  });

  it("fails the build if it leads nowhere", () => {
    write("a.html", page(`${base}#gone`, "#gone", `${base}gone`, `${base}a`));

    expect(() => checkAnchors(folder)).toThrow(
      `These links lead nowhere:\n/a.html: ${base}#gone\n/a.html: #gone\n/a.html: ${base}gone`,
    );
  });
});
