import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ProblemTypeDescription } from "../../src/catalog/describe-error.ts";
import { indexPage, typePage } from "../../src/problem-types/page.ts";

const described: ProblemTypeDescription = {
  code: "article_locked",
  type: "/problems/article_locked",
  status: 423,
  title: "Article locked",
  description: "Sent while `editor` edits it.",
  fix: "Wait for `minutes` minutes.",
  retry: "later",
  members: {
    type: "object",
    properties: { editor: { type: "string" }, minutes: { type: "integer" } },
    required: ["editor"],
  },
  example: { type: "/problems/article_locked", editor: "Ada" },
};

/** Returns the elements of a page, as the names of the tags in their order. */
const tagsOf = (page: string): string[] =>
  [...page.matchAll(/<([a-z]+\d?)/g)].map(([, name = ""]) => name);

/** Returns what is in the body of a page. */
const bodyOf = (page: string): string => /<body>\n([^]*)\n<\/body>/.exec(page)?.[1] ?? "";

/** Returns the text of a page as a browser shows it. */
const textOf = (page: string): string =>
  page
    .replaceAll(/<[^>]*>/g, "")
    .replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));

describe("the page of a problem type", () => {
  it("says everything that was declared", () => {
    const page = typePage(described);

    expect(page).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(page).toContain("<title>Article locked</title>");
    expect(page).toContain("<h1>Article locked</h1>");
    expect(page).toContain("<dt>Status</dt><dd>423</dd>");
    expect(page).toContain("<dt>Code</dt><dd><code>article_locked</code></dd>");
    expect(page).toContain("<dt>Type</dt><dd><code>/problems/article_locked</code></dd>");
    expect(page).toContain("<dd>Sent while <code>editor</code> edits it.</dd>");
    expect(page).toContain("<dd>Wait for <code>minutes</code> minutes.</dd>");
    expect(page).toContain('<nav><a href="./">All problem types</a></nav>');
    expect(textOf(page)).toContain('"editor": "Ada"');
  });

  it("says so where nothing was declared", () => {
    const { description: _description, fix: _fix, members: _members, ...bare } = described;

    const page = typePage(bare);

    expect(page.match(/Not described\./g)).toHaveLength(2);
    expect(page).not.toContain("<table>");
  });

  it("has no more parts than were declared", () => {
    const { code, type, status, title, retry } = described;

    const page = typePage({ code, type, status, title, retry, example: undefined });

    expect(page).not.toContain("Example");
    expect(bodyOf(page)).toBe(`<nav><a href="./">All problem types</a></nav>
<main>
<h1>Article locked</h1>
<dl><dt>Status</dt><dd>423</dd>
<dt>Code</dt><dd><code>article_locked</code></dd>
<dt>Type</dt><dd><code>/problems/article_locked</code></dd>
<dt>When it happens</dt><dd>Not described.</dd>
<dt>How to fix it</dt><dd>Not described.</dd>
<dt>Retry</dt><dd>The same request may succeed later.</dd></dl>

</main>`);
    expect(bodyOf(typePage({ ...described, example: [] }))).toMatch(/\[\]<\/pre>\n<\/main>$/);
  });

  it("is in a folder of files where the list and the endings are those of files", () => {
    const replaced = { ...described, deprecated: true, replacedBy: "article_gone" } as const;

    const page = typePage(replaced, "<p>More</p>", "index.html", ".html");

    expect([...page.matchAll(/ href="([^"]+)"/g)].map(([, href]) => href)).toEqual([
      "index.html",
      "./article_gone.html",
    ]);
    expect(page).toContain("</pre><p>More</p>\n</main>");
  });

  it.each([
    ["later", "The same request may succeed later."],
    ["never", "The same request fails again."],
  ] as const)("says whether to retry: %s", (retry, text) => {
    expect(typePage({ ...described, retry })).toContain(`<dt>Retry</dt><dd>${text}</dd>`);
  });

  it("lists the members with their schemas, and which of them may be absent", () => {
    const rows = typePage(described)
      .match(/<tr><th scope="row">.*<\/tr>/g)
      ?.map(textOf);

    expect(rows).toEqual([
      'editor{"type":"string"}always',
      'minutes{"type":"integer"}may be absent',
    ]);
  });

  it.each([
    ["without required names", { properties: { a: {} } }],
    ["whose required names are not a list", { properties: { a: {} }, required: "a" }],
  ])("takes the members of a schema %s as optional", (_what, members) => {
    expect(typePage({ ...described, members })).toContain("<td>may be absent</td>");
  });

  it("has no table for a schema without members", () => {
    expect(typePage({ ...described, members: { type: "object", properties: {} } })).not.toContain(
      "<h2>Members</h2>",
    );
  });

  it("escapes every text, whatever it is", () => {
    const plain = tagsOf(typePage(described));
    // A backquote would mark code, which is one more element.
    const texts = fc
      .string({ unit: fc.constantFrom("<", ">", "&", '"', "'", "/", "b", "=", " ", ";", "#") })
      .map((text) => `${text}<script>`);

    fc.assert(
      fc.property(texts, texts, (first, second) => {
        const page = typePage({
          ...described,
          code: first,
          type: second,
          title: first,
          description: `\`a\`${second}`,
          fix: `\`a\`${first}`,
          members: { properties: { [first]: { description: second }, a: {} } },
          example: { [first]: second },
        });

        expect(tagsOf(page)).toEqual(plain);
        expect(page).toContain(`<h1>${escapedByHand(first)}</h1>`);
      }),
    );
  });

  it("marks code in a text only after the text is escaped", () => {
    const page = typePage({ ...described, fix: "Send `<b>`, not `x" });

    expect(page).toContain("<dd>Send <code>&#60;b&#62;</code>, not `x</dd>");
  });
});

describe("the page of all problem types", () => {
  it("has a row with a link for each type, in the given order", () => {
    const second = { ...described, code: "gone_away", status: 410, title: "Gone & away" };

    const page = indexPage([described, second], "./problems/");

    const rows = page.match(/<tr><th scope="row">.*<\/tr>/g);
    expect(rows?.map(textOf)).toEqual([
      "article_locked423Article locked",
      "gone_away410Gone & away",
    ]);
    expect([...page.matchAll(/<tr>.*?href="([^"]+)"/g)].map(([, href]) => href)).toEqual([
      "./problems/article_locked",
      "./problems/gone_away",
    ]);
  });

  it("lets a long code wrap after each underscore", () => {
    expect(indexPage([described], "./")).toContain("<code>article_<wbr>locked</code>");
  });

  it("links to the documentation that was declared", () => {
    const page = typePage({ ...described, docs: "https://docs.example.com/a?b&'c" });

    expect(page).toContain(
      '<dt>Documentation</dt><dd><a href="https://docs.example.com/a?b&#38;&#39;c">https://docs.example.com/a?b&#38;&#39;c</a></dd>',
    );
    expect(typePage(described)).not.toContain("Documentation");
  });

  it("says since when a code exists, that it is deprecated, and what takes its place", () => {
    const replaced = {
      ...described,
      since: "2.<3",
      deprecated: true,
      replacedBy: "article_gone",
    } as const;

    expect(typePage(replaced)).toContain("<dt>Since</dt><dd>2.&#60;3</dd>");
    expect(typePage(replaced)).toContain(
      '<dt>Deprecated</dt><dd><a href="./article_gone"><code>article_gone</code></a> takes its place.</dd>',
    );
    expect(typePage({ ...described, deprecated: true })).toContain("The API will stop sending it.");
    expect(indexPage([replaced], "./")).toContain("(deprecated)");
    expect(typePage(described)).not.toMatch(/Since|Deprecated/);
    expect(indexPage([described], "./")).not.toContain("deprecated");
  });

  it("escapes the prefix, which comes from the URL of the request", () => {
    const prefix = './"><script>/';

    const page = indexPage([described], prefix);

    expect(page).not.toContain("<script>");
    expect(page).toContain(`href="${escapedByHand(prefix)}article_locked"`);
  });

  it("has a table without rows for an empty catalog", () => {
    const page = indexPage([], "./");

    expect(page).toContain("<title>Problem types</title>");
    expect(bodyOf(page)).toMatch(/^<main>\n<h1>Problem types<\/h1>\n[^]*<tbody><\/tbody>/);
  });
});

function escapedByHand(text: string): string {
  const entities = new Map(
    ["&", "<", ">", '"', "'"].map((one) => [one, `&#${one.charCodeAt(0)};`]),
  );
  return text.replaceAll(/./gs, (one) => entities.get(one) ?? one);
}
