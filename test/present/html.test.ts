import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { problemPage, toPage } from "../../src/present/html.ts";
import type { ProblemDetails } from "../../src/present/problem.ts";

const problem: ProblemDetails = {
  type: "/problems/conflict",
  title: "Conflict",
  status: 409,
  code: "conflict",
};

describe("problemPage", () => {
  it("shows title, status and the other members, and nothing that is absent", () => {
    const page = problemPage({ ...problem, requestId: "r1", nothing: undefined });

    expect(page).toContain("<title>Conflict</title>");
    expect(page).toContain("<p>409</p><h1>Conflict</h1><dl>");
    expect(page).toContain("<dt>code</dt><dd>conflict</dd><dt>requestId</dt><dd>r1</dd></dl>");
    expect(page).not.toMatch(/<ul>|<h2>|nothing|undefined/);
  });

  it("is a whole page, in English unless it is told another language", () => {
    const page = problemPage({ ...problem, detail: "Taken." });

    expect(page.replace(/<style>.+<\/style>/, "<style></style>")).toMatchInlineSnapshot(`
      "<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Conflict</title><meta name="viewport" content="width=device-width, initial-scale=1"><style></style></head><body><main><p>409</p><h1>Conflict</h1><p>Taken.</p><dl><dt>type</dt><dd>/problems/conflict</dd><dt>code</dt><dd>conflict</dd></dl></main></body></html>
      "
    `);
    expect(problemPage(problem, "de")).toContain('<html lang="de">');
  });

  it("shows detail, fields by name, and the debug member", () => {
    const page = problemPage({
      ...problem,
      detail: "Taken.",
      errors: [
        { in: "body", pointer: "#/title", code: "required", detail: "is <required>" },
        { in: "query", pointer: "#/page", code: "type", detail: "must be a number" },
      ],
      debug: { name: "Error" },
    });

    expect(page).toContain("<h1>Conflict</h1><p>Taken.</p><ul><li>");
    expect(page).toContain("is &#60;required&#62;");
    expect(page).toMatch(/<ul><li>[^]+<\/li><li><strong>page<\/strong> [^]+<\/li><\/ul><dl>/);
    expect(page).toContain("<h2>Debug</h2><pre>{\n  &#34;name&#34;: &#34;Error&#34;\n}</pre>");
    expect(page).not.toContain("<dt>debug</dt>");
  });

  it.each<[string, unknown, string | undefined]>([
    ["a number", 7, "7"],
    ["null", null, "null"],
    ["a list", [1], "[\n  1\n]"],
    ["an empty text", "", ""],
    ["undefined", undefined, undefined],
    ["a function", () => {}, undefined],
    ["a bigint, which JSON cannot hold", 1n, undefined],
  ])("shows a member that is %s as its JSON, if it has any", (_what, value, text) => {
    const entry = /<dt>member<\/dt><dd>([^]*?)<\/dd>/.exec(
      problemPage({ ...problem, member: value }),
    );

    expect(entry?.[1]).toBe(text);
  });

  it("has the same elements whatever the texts are, since it escapes all of them", () => {
    const texts = fc.oneof(
      fc.string(),
      fc.constantFrom("<script>alert(1)</script>", '"><img src=x>', "</dd></dl>", "<!--", "&lt;"),
    );
    const tagsOf = (page: string) => page.match(/<[^>]*>/g);
    const pageWith = (text: string) =>
      problemPage({
        ...problem,
        title: text,
        detail: text,
        code: text,
        errors: [{ in: "body", pointer: text, code: text, detail: text }],
        debug: { [text]: text },
        [`name ${text}`]: { [text]: [text] },
      });
    const expected = tagsOf(pageWith("plain"));

    fc.assert(
      fc.property(texts, (text) => {
        expect(tagsOf(pageWith(text))).toEqual(expected);
      }),
    );
  });
});

describe("toPage", () => {
  it("has the type and the policy of a page that loads nothing", () => {
    expect(toPage(problem, ({ title }) => `<h1>${title}</h1>`)).toEqual({
      body: "<h1>Conflict</h1>",
      contentType: "text/html; charset=utf-8",
      policy:
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      negotiated: true,
    });
  });

  it("tells the renderer the language, which is English by default", () => {
    const languageOf = (...language: string[]) =>
      toPage(problem, (_problem, tag) => tag, ...language).body;

    expect([languageOf(), languageOf("de")]).toEqual(["en", "de"]);
  });

  it.each<[unknown, string]>([
    [undefined, "got undefined"],
    [7, "got 7"],
    [{}, "got a value of type object"],
  ])("refuses a renderer that returns %o", (returned, message) => {
    expect(() => toPage(problem, () => returned as string)).toThrow(
      `html must return a string, ${message}`,
    );
  });

  it("refuses a renderer that returns a promise, whose rejection does not reach the process", async () => {
    const late = (): string => Promise.reject(new Error("late")) as never;

    expect(() => toPage(problem, late)).toThrow("html must return a string");
    // An unhandled rejection would fail this test file.
    await new Promise(setImmediate);
  });
});
