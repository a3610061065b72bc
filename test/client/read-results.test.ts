import { defineErrors } from "express-backstop/catalog";
import { readResults } from "express-backstop/client";
import { describe, expect, it } from "vitest";

const errors = defineErrors({ article_gone: { status: 410, title: "Article gone" } });

describe("readResults", () => {
  it.each([
    ["no JSON", new Response("<h1>Hello</h1>"), { reason: "unreadable" }],
    ["null", Response.json(null), { reason: "no_problem" }],
    [
      "another object",
      Response.json({ result: [] }),
      { reason: "no_problem", raw: { result: [] } },
    ],
    [
      "a problem",
      Response.json({ type: "/p/article_gone", code: "article_gone" }, { status: 410 }),
      { known: true },
    ],
    ["no response", undefined as never, { reason: "unreadable" }],
  ])("is one failed item for %s", async (_what, response, problem) => {
    expect(await readResults(response, errors)).toMatchObject([
      { ok: false, problem: { known: false, ...problem } },
    ]);
  });

  it("reads no more than the maximum", async () => {
    const response = Response.json({ results: [{ status: 200, value: "x".repeat(100) }] });

    expect(await readResults(response, errors, { maximumBytes: 50 })).toMatchObject([
      {
        ok: false,
        problem: { reason: "unreadable", error: new RangeError("The body exceeds 50 bytes.") },
      },
    ]);
  });

  it.each([
    [{ status: 200 }, { ok: true, status: 200, value: undefined }],
    [
      { status: 304, value: 1 },
      { ok: true, status: 304, value: 1 },
    ],
    [
      { status: 410, value: 1 },
      { ok: false, status: 410, problem: { reason: "no_problem" } },
    ],
    [{ status: 199 }, { ok: false, status: 199, problem: { known: false } }],
    [{ status: 400 }, { ok: false, status: 400, problem: { known: false } }],
    [{ status: "200" }, { ok: false, status: 0, problem: { known: false } }],
    [null, { ok: false, status: 0, problem: { known: false } }],
    [
      { status: 410, problem: { type: "x/article_gone", code: "article_gone" } },
      { ok: false, problem: { known: true } },
    ],
    [
      { status: 404, problem: { type: "x/article_gone", code: "article_gone" } },
      { ok: false, problem: { reason: "mismatch" } },
    ],
  ])("reads the item %j", async (item, expected) => {
    expect(await readResults(Response.json({ results: [item] }), errors)).toMatchObject([expected]);
  });
});
