import { defineErrors } from "express-backstop";
import { readProblem, safe, toHttpError, isRetryable } from "express-backstop/client";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { hostileProxy, revokedProxy } from "../support/hostile.ts";

const errors = defineErrors({
  article_gone: { status: 410, title: "Article gone", data: z.object({ articleId: z.string() }) },
  editor_busy: { status: 503, title: "Editor busy" },
});
const gone = {
  type: "/problems/article_gone",
  title: "Another title",
  status: 410,
  code: "article_gone",
  articleId: "a17",
};
const respond = (
  body: unknown,
  { status = 410, type = "application/problem+json" }: { status?: number; type?: string } = {},
): Response =>
  new Response(typeof body === "string" ? body : JSON.stringify(body), {
    status,
    headers: { "content-type": type },
  });

describe("readProblem", () => {
  it("returns the standard and the declared members, and no others", async () => {
    const body = { ...gone, instance: "/7", requestId: "r", traceId: "t", detail: "d", more: 1 };

    expect(await readProblem(respond(body), errors)).toEqual({
      known: true,
      type: "/problems/article_gone",
      title: "Another title",
      status: 410,
      code: "article_gone",
      articleId: "a17",
      detail: "d",
      instance: "/7",
      requestId: "r",
      traceId: "t",
    });
  });

  it.each([
    ["known", gone],
    ["unknown", { ...gone, code: "another_code" }],
  ])(
    "returns the guidance of a %s problem, without members of another type",
    async (_what, body) => {
      const guidance = {
        retryable: false,
        retryAfter: 0,
        category: "not_found",
        fix: "Look it up.",
        docs: "HTTPS://docs.example.com/gone",
      };
      const plain = { docs: "http://docs.example.com/gone" };
      const wrong = {
        retryable: "no",
        retryAfter: "7",
        category: 7,
        fix: ["Look it up."],
        docs: "javascript:open('https://evil.example')",
      };

      expect(await readProblem(respond({ ...body, ...guidance }), errors)).toMatchObject(guidance);
      expect(await readProblem(respond({ ...body, ...plain }), errors)).toMatchObject(plain);
      const read = await readProblem(respond({ ...body, ...wrong }), errors);
      for (const name of Object.keys(guidance)) expect(read).not.toHaveProperty(name);
    },
  );

  it.each([
    "application/problem+json",
    "application/json",
    "APPLICATION/JSON",
    "application/json; charset=utf-8",
    "application/vnd.api+json",
    "application/json;profile=x",
  ])("reads JSON that is labeled %s", async (type) => {
    expect(await readProblem(respond(gone, { type }), errors)).toMatchObject({ known: true });
  });

  it.each([
    "text/html",
    "text/json",
    "application/jsonp",
    "application/xml",
    "application/json5",
    "application/xhtml+xml",
    "x-application/json",
    "",
  ])("does not read a body that is labeled %j", async (type) => {
    const problem = await readProblem(respond(gone, { type }), errors);

    expect(problem).toMatchObject({ reason: "no_problem", status: 410, raw: JSON.stringify(gone) });
  });

  it.each<[string, object | string, number, string]>([
    ["another code", { ...gone, code: "article_lost" }, 410, "unlisted"],
    ["a code that every object has as a member", { ...gone, code: "constructor" }, 410, "unlisted"],
    ["the name of snapshot()", { ...gone, code: "snapshot" }, 410, "unlisted"],
    ["no code but a type", { type: "about:blank" }, 410, "unlisted"],
    ["no type but a title and a status", { title: "Gone", status: 410 }, 410, "unlisted"],
    ["a title alone", { title: "Gone" }, 410, "no_problem"],
    ["a status alone", { status: 410 }, 410, "no_problem"],
    ["a code alone", { code: "article_gone" }, 410, "no_problem"],
    ["another status", gone, 404, "mismatch"],
    ["another type", { ...gone, type: "/problems/gone" }, 410, "mismatch"],
    ["a member of another type", { ...gone, articleId: 17 }, 410, "mismatch"],
    ["a text", '"article_gone"', 410, "no_problem"],
    ["a body that is cut", '{"type":', 410, "unreadable"],
  ])("tells why it does not know a problem with %s", async (_what, body, status, reason) => {
    expect(await readProblem(respond(body, { status }), errors)).toMatchObject({
      known: false,
      reason,
      status,
    });
  });

  it.each([
    [[{ in: "body", pointer: "#", code: "required", detail: "is required" }], 1],
    ["text", undefined],
    [{ length: 1 }, undefined],
  ])("returns errors if they are a list: %j", async (fields, count) => {
    const problem = await readProblem(respond({ ...gone, errors: fields }), errors);

    expect(problem.known && problem.errors?.length).toBe(count);
  });

  it.each<[string, object]>([
    ["an item that is null", { item: null }],
    ["an item that is a text", { item: "body" }],
    ["a part that is not text", { in: 7 }],
    ["an item without a text for people", { detail: undefined }],
    ["other pointers that are not a list", { also: "#/b" }],
    ["other pointers that are not text", { also: ["#/b", 7] }],
  ])("returns the invalid fields without %s", async (_what, members) => {
    const field = { in: "body", pointer: "#/a", code: "required", detail: "is required" };
    const several = { ...field, also: ["#/b"] };
    const wrong = "item" in members ? members.item : { ...field, ...members };

    const problem = await readProblem(
      respond({ ...gone, errors: [field, wrong, several] }),
      errors,
    );

    expect(problem).toMatchObject({ known: true, errors: [field, several] });
  });

  it("returns an empty body, and one that is absent, as no problem", async () => {
    const nothing = { known: false, reason: "no_problem", status: 410, raw: "" };

    expect(await readProblem(respond(""), errors)).toEqual(nothing);
    expect(await readProblem(new Response(null, { status: 410 }), errors)).toEqual(nothing);
  });

  it("returns the text of JSON that is cut, and the error of the parser", async () => {
    expect(await readProblem(respond('{"type":'), errors)).toEqual({
      known: false,
      reason: "unreadable",
      status: 410,
      raw: '{"type":',
      error: expect.any(SyntaxError),
    });
  });

  it.each<[string, unknown]>([
    ["undefined", undefined],
    ["a text", "response"],
    ["a revoked proxy", revokedProxy()],
    ["a proxy that throws", hostileProxy()],
  ])("does not reject for %s in place of a response", async (_what, response) => {
    expect(await readProblem(response as Response, errors)).toMatchObject({ known: false });
  });

  it.each([
    [70, 70],
    [0, 0],
    ["70", undefined],
    [7.5, undefined],
    [2 ** 53, undefined],
    [null, undefined],
  ])("returns errorCount %j as %s", async (errorCount, expected) => {
    const problem = await readProblem(respond({ ...gone, errorCount }), errors);

    expect(problem.known && problem.errorCount).toBe(expected);
  });

  it("takes a body of 100,000 bytes by default, and not one more", async () => {
    const sized = (bytes: number): string => {
      const empty = JSON.stringify({ ...gone, pad: "" });
      return JSON.stringify({ ...gone, pad: "x".repeat(bytes - empty.length) });
    };

    expect(await readProblem(respond(sized(100_000)), errors)).toMatchObject({ known: true });
    expect(await readProblem(respond(sized(100_001)), errors)).toMatchObject({
      reason: "unreadable",
      error: new RangeError("The body exceeds 100000 bytes."),
    });
  });

  it("counts the bytes of the body, not its characters", async () => {
    const body = { ...gone, articleId: "ü".repeat(10) };
    const { length } = JSON.stringify(body);

    const whole = await readProblem(respond(body), errors, { maximumBytes: length + 10 });
    const cut = await readProblem(respond(body), errors, { maximumBytes: length });

    expect(whole).toMatchObject({ known: true, articleId: "ü".repeat(10) });
    expect(cut).toMatchObject({ reason: "unreadable" });
  });

  it("joins a character that arrives in two parts", async () => {
    const bytes = new TextEncoder().encode(JSON.stringify({ ...gone, articleId: "👍" }));
    const middle = bytes.indexOf(0xf0) + 2;
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(bytes.slice(0, middle));
        controller.enqueue(bytes.slice(middle));
        controller.close();
      },
    });
    const headers = { "content-type": "application/json" };

    const problem = await readProblem(new Response(body, { status: 410, headers }), errors);

    expect(problem).toMatchObject({ articleId: "👍" });
  });

  it("returns the text up to the failure of a body, and an error even if it is undefined", async () => {
    const body = new ReadableStream({
      start: (controller) => controller.enqueue(new TextEncoder().encode('{"type"')),
      pull: (controller) => controller.error(undefined),
    });

    const problem = await readProblem(new Response(body, { status: 500 }), errors);

    expect(problem).toEqual({
      known: false,
      reason: "unreadable",
      status: 500,
      raw: '{"type"',
      error: undefined,
    });
  });

  it("knows no problem without a catalog", async () => {
    expect(await readProblem(respond(gone))).toMatchObject({
      reason: "unlisted",
      code: "article_gone",
      raw: gone,
    });
  });

  it("never rejects, whatever JSON the server sends", async () => {
    const anyProblem = fc.oneof(
      fc.json(),
      fc.record({ ...fieldsOf(gone), errors: fc.anything() }).map((body) => JSON.stringify(body)),
    );

    await fc.assert(
      fc.asyncProperty(anyProblem, fc.constantFrom(404, 410, 503), async (body, status) => {
        const problem = await readProblem(respond(body, { status }), errors);

        expect(problem.status).toBe(status);
        expect(toHttpError(problem).status).toBe(502);
        expect(isRetryable(problem, errors)).toBe(status === 503);
        expect(problem.known ? "known" : problem.reason).toMatch(
          /^(known|unlisted|mismatch|no_problem|unreadable)$/,
        );
      }),
    );
  });
});

/** Arbitraries for the members of a problem: its own value or any other. */
function fieldsOf(
  problem: Readonly<Record<string, unknown>>,
): Record<string, fc.Arbitrary<unknown>> {
  const entries = Object.entries(problem).map(
    ([name, value]) => [name, fc.oneof(fc.constant(value), fc.jsonValue())] as const,
  );
  return Object.fromEntries(entries);
}

describe("safe", () => {
  it.each([
    [200, true],
    [304, true],
    [399, true],
    [400, false],
    [599, false],
  ])("takes a response of status %d as successful: %s", async (status, ok) => {
    const response = new Response(null, { status });

    expect(await safe(Promise.resolve(response), errors)).toMatchObject({ ok, response });
  });

  it("returns the response beside its problem", async () => {
    const response = respond(gone);

    const result = await safe(Promise.resolve(response), errors);

    expect(result).toMatchObject({ ok: false, response, problem: { known: true } });
    expect(response.bodyUsed).toBe(true);
  });

  it("passes the maximum size on", async () => {
    const result = await safe(Promise.resolve(respond(gone)), errors, { maximumBytes: 5 });

    expect(result).toMatchObject({ problem: { reason: "unreadable" } });
  });

  it.each<[string, () => unknown]>([
    ["a rejection", () => Promise.reject(new TypeError("fetch failed"))],
    ["a rejection with undefined", () => Promise.reject(undefined)],
    [
      "a thenable that throws",
      () => ({
        // oxlint-disable-next-line unicorn/no-thenable -- a hostile thenable is under test
        then: () => {
          throw new Error("no");
        },
      }),
    ],
    ["a revoked proxy", () => revokedProxy()],
    ["a proxy that throws", () => hostileProxy()],
    [
      "a promise of a proxy that throws",
      () =>
        Promise.resolve({
          get status() {
            throw new Error("no");
          },
        }),
    ],
  ])("returns %s as no_response, with the error", async (_what, request) => {
    const result = await safe(request() as Promise<Response>, errors);

    expect(result).toMatchObject({
      ok: false,
      response: undefined,
      problem: { known: false, reason: "no_response", status: 0 },
    });
    expect(!result.ok && "error" in result.problem).toBe(true);
  });

  it("never rejects, whatever it gets", async () => {
    await fc.assert(
      fc.asyncProperty(fc.anything(), async (value) => {
        expect(await safe(value as never, value as never, value as never)).toHaveProperty("ok");
      }),
    );
  });
});
