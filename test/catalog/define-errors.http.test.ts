import { type } from "arktype";
import { asyncHandler, defineErrors, isHttpError, NotFoundError } from "express-backstop";
import { builtInErrors } from "express-backstop/catalog";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { z as z3 } from "zod3";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";
import { problem } from "../support/problem.ts";

const errors = defineErrors({
  article_not_found: {
    status: 404,
    title: "Article not found",
    data: z.object({ articleId: z.string() }),
    detail: (data) => `There is no article with id ${data.articleId}.`,
  },
  rate_limited: {
    status: 429,
    title: "Too many requests",
    data: z.object({ retryAfter: z.number().int() }),
    detail: (data) => `Try again in ${data.retryAfter} seconds.`,
    headers: (data) => ({ "Retry-After": data.retryAfter }),
  },
  search_down: { status: 503, title: "Search is down", detail: "Search is resting." },
  method_refused: {
    status: 405,
    title: "Method refused",
    headers: () => ({ allow: "GET" }),
  },
});

/** Throws over real HTTP what is made at the request. */
const answering = (make: () => unknown, options = {}) =>
  serve((app) => {
    app.get(
      "/",
      asyncHandler(async () => {
        throw make();
      }),
    );
  }, options);

describe.each(expresses)("a catalog's error on %s", (_name, express) => {
  it("becomes a problem with the declared code, status, title, text and members", async () => {
    await using app = await answering(() => errors.article_not_found({ articleId: "a17" }), {
      express,
    });

    const response = await app.api.get("/");

    expect(problem(response)).toEqual({
      type: "/problems/article_not_found",
      title: "Article not found",
      status: 404,
      code: "article_not_found",
      detail: "There is no article with id a17.",
      articleId: "a17",
      requestId: expect.any(String),
    });
    expect(app.records).toMatchObject([{ code: "article_not_found", level: "info" }]);
    expect(app.records[0]).not.toHaveProperty("alsoFailed");
  });

  it("carries the headers that are made of its data", async () => {
    await using app = await answering(() => errors.rate_limited({ retryAfter: 30 }), { express });

    const response = await app.api.get("/");

    expect(response.headers["retry-after"]).toBe("30");
    expect(problem(response)).toMatchObject({ status: 429, retryAfter: 30 });
  });

  it("sends its text at 5xx too, and keeps cause and context for the operator", async () => {
    await using app = await answering(
      () => errors.search_down({ cause: new Error("s3cr3t"), context: { shard: "s3cr3t" } }),
      { express },
    );

    const response = await app.api.get("/");

    expect(problem(response)).toMatchObject({ status: 503, detail: "Search is resting." });
    expect(response.text).not.toContain("s3cr3t");
    expect(app.records).toMatchObject([
      { context: { shard: "s3cr3t" }, error: { causes: [{ message: "s3cr3t" }] } },
    ]);
  });
});

describe("data at the throw", () => {
  const Article = { articleId: "a17", password: "hunter2" };
  const schemas = {
    zod: z.object({ articleId: z.string() }),
    "zod, loose": z.looseObject({ articleId: z.string() }),
    "zod 3": z3.object({ articleId: z3.string() }),
    "ArkType, which keeps undeclared members": type({ articleId: "string" }),
  };

  it.each(Object.entries(schemas))("is stripped to the schema of %s", (_name, data) => {
    const { gone_away } = defineErrors({ gone_away: { status: 410, title: "Gone away", data } });

    expect(gone_away(Article).extensions).toEqual({ articleId: "a17" });
  });

  const ofOneMember = (data: z.ZodType<Record<string, unknown>>) =>
    defineErrors({
      gone_away: {
        status: 401,
        title: "Gone away",
        data,
        detail: (given) => `It was ${String(given["secret"])}.`,
        headers: (given) => ({ "WWW-Authenticate": String(given["secret"]) }),
      },
    }).gone_away;
  const misfits = {
    "of the wrong type": ofOneMember(z.object({ secret: z.number() })),
    "that fails a refinement": ofOneMember(z.object({ secret: z.string().max(1) })),
    "whose schema throws": ofOneMember(
      z.record(z.string(), z.any()).refine(() => {
        throw new Error("refined");
      }),
    ),
    "whose schema is asynchronous": ofOneMember(
      z.object({ secret: z.string().refine(async () => true) }),
    ),
    "whose schema returns no object": ofOneMember(
      z.object({ secret: z.string() }).transform(({ secret }) => [secret]) as never,
    ),
    "with a reserved member": ofOneMember(
      z.record(z.string(), z.any()).transform((data) => ({ ...data, status: 200 })),
    ),
  };

  it.each(Object.entries(misfits))(
    "that does not fit (%s) loses members, text and headers, keeps status and code, and is reported",
    async (_name, factory) => {
      await using app = await answering(() => factory({ secret: "hunter2" }));

      const response = await app.api.get("/");

      expect(response.headers).not.toHaveProperty("www-authenticate");
      expect(problem(response)).toEqual({
        type: "/problems/gone_away",
        title: "Gone away",
        status: 401,
        code: "gone_away",
        requestId: expect.any(String),
      });
      expect(app.records).toMatchObject([
        { code: "gone_away", alsoFailed: [{ message: expect.any(String) }] },
      ]);
      expect(JSON.stringify(app.records)).not.toContain("hunter2");
    },
  );

  it("is reported by the names of its members when it does not fit", () => {
    const bad: object = { articleId: 17 };
    const error = errors.article_not_found(bad as { articleId: string });

    expect(error.data).toBeUndefined();
    expect(error.failures).toMatchObject([
      { message: "errors.article_not_found: data does not fit its schema at articleId." },
    ]);
  });

  it("may be of any type, and so may the options: the error still has the declared status and code", () => {
    const { proxy: revoked, revoke } = Proxy.revocable({}, {});
    revoke();
    const hostile = Object.defineProperties(
      {},
      Object.fromEntries(
        ["articleId", "cause", "errors"].map((name) => [name, { enumerable: true, get: raise }]),
      ),
    );
    const anything = fc.oneof(
      fc.anything({ withBigInt: true, withNullPrototype: true }),
      fc.record({ articleId: fc.anything(), password: fc.string() }),
      fc.constantFrom("revoked", "hostile"),
    );
    // fast-check itself reads values, and these cannot be read.
    const named = new Map<unknown, unknown>([
      ["revoked", revoked],
      ["hostile", hostile],
    ]);
    const make = errors.article_not_found as (...args: unknown[]) => typeof example;
    const example = errors.article_not_found({ articleId: "a17" });

    fc.assert(
      fc.property(anything, anything, (data, options) => {
        const [given, and] = [data, options].map((value) => named.get(value) ?? value);
        const { status, code, extensions, failures } = make(given, and);

        expect({ status, code }).toEqual({ status: 404, code: "article_not_found" });
        const ofData = failures.filter(
          (failure) => !/unknown option|options must be/.test(String(failure)),
        );
        expect(Object.keys(extensions ?? {})).toEqual(ofData.length > 0 ? [] : ["articleId"]);
      }),
    );
  });
});

describe("a declaration's functions", () => {
  it.each([
    ["a detail that throws", { detail: () => raise() }, "broken"],
    ["a detail that returns no string", { detail: () => 17 as never }, "must return a string"],
    ["headers that throw", { headers: () => raise() }, "broken"],
    ["headers of the wrong type", { headers: () => 17 as never }, "must return an object"],
  ])("lose only their own part of the error when they fail: %s", (_name, part, message) => {
    const { oh_dear } = defineErrors({ oh_dear: { status: 409, title: "Oh dear", ...part } });
    const error = oh_dear();

    expect(error).toMatchObject({ status: 409, code: "oh_dear", message: "Oh dear" });
    expect(error.failures).toMatchObject([{ message: expect.stringContaining(message) }]);
  });

  it("are reported at the throw when they leave out a header that HTTP requires", () => {
    const headers = () => ({}) as { allow: string };
    const { not_so } = defineErrors({ not_so: { status: 405, title: "Not so", headers } });

    expect(not_so().failures).toMatchObject([
      { message: "errors.not_so: headers must include Allow." },
    ]);
    expect(errors.method_refused().failures).toEqual([]);
  });
});

describe("a factory", () => {
  it("creates HttpErrors with the name and the stack of the throw", () => {
    function throwsHere(): unknown {
      return errors.article_not_found({ articleId: "a17" });
    }
    const error = throwsHere() as Error;
    const [first, second] = error.stack?.split("\n") ?? [];

    expect(isHttpError(error)).toBe(true);
    expect(error.name).toBe("ArticleNotFoundError");
    expect((Object.getPrototypeOf(error) as Error).name).toBe("CatalogError");
    expect(first).toBe("ArticleNotFoundError: There is no article with id a17.");
    expect(second).toContain("throwsHere");
  });

  it("recognizes its own errors, those of another copy of the package, and those of a class with its code", async () => {
    const { article_not_found } = errors;
    vi.resetModules();
    const copy = await import("express-backstop");
    const specs = { article_not_found: { status: 404, title: "Article not found" } } as const;

    expect(article_not_found.is(article_not_found({ articleId: "a17" }))).toBe(true);
    expect(article_not_found.is(copy.defineErrors(specs).article_not_found())).toBe(true);
    expect(article_not_found.is(new NotFoundError("", { code: "article_not_found" }))).toBe(true);
    expect(article_not_found.is(new NotFoundError())).toBe(false);
    expect(article_not_found.is({ status: 404, code: "article_not_found" })).toBe(false);
    expect(article_not_found.is(undefined)).toBe(false);
  });

  it("takes cause, context and the fields at fault from a throw, and nothing else", () => {
    const field = { in: "body", pointer: "#/slug", code: "duplicate", detail: "is taken" } as const;
    const extra = { extensions: { secret: 1 }, headers: { "x-secret": 1 }, title: "Other" };
    const options = { cause: 1, context: { a: 1 }, errors: [field], ...extra };
    const error = errors.search_down(options);

    expect(error).toMatchObject({ cause: 1, context: { a: 1 }, errors: [field], status: 503 });
    const { extensions, headers, title } = error;
    expect({ extensions, headers, title }).toEqual({ title: "Search is down" });
    expect("cause" in errors.search_down()).toBe(false);
  });

  it("exposes its declaration for documentation", () => {
    const { code, status, title, retry } = errors.rate_limited;

    expect({ code, status, title, retry }).toEqual({
      code: "rate_limited",
      status: 429,
      title: "Too many requests",
      retry: "later",
    });
    expect(errors.article_not_found.retry).toBe("never");
  });
});

describe("defineErrors", () => {
  const spec = { status: 404, title: "Oh no" };

  it.each([
    ["a code with capitals", { articleNotFound: spec }, "articleNotFound"],
    ["a code too short", { no: spec }, '"no"'],
    ["a code too long", { [`a${"b".repeat(63)}`]: spec }, "abbb"],
    ["a code that is a method", { snapshot: spec }, '"snapshot"'],
    [
      "a code that makes a promise of the catalog",
      Object.fromEntries(["then"].map((code) => [code, spec])),
      '"then"',
    ],
    ["a declaration of the wrong type", { oh_no: 404 }, "the declaration"],
    [
      "an invalid status",
      { oh_no: { ...spec, status: 200 } },
      "defineErrors: oh_no: status must be an integer from 400 to 599, got 200.",
    ],
    [
      "no status",
      { oh_no: { title: "Oh no" } },
      "status must be an integer from 400 to 599, got undefined.",
    ],
    [
      "no title",
      { oh_no: { status: 404, title: undefined } },
      "title must be a non-empty string, got undefined.",
    ],
    [
      "a misspelled member",
      { oh_no: { ...spec, details: "x" } },
      'oh_no: unknown option "details". Write one of status, title, type, data, detail,',
    ],
    ["data that is not a schema", { oh_no: { ...spec, data: { articleId: "string" } } }, "data"],
    ["a detail of the wrong type", { oh_no: { ...spec, detail: 17 } }, "detail"],
    ["headers of the wrong type", { oh_no: { ...spec, headers: "Allow: GET" } }, "headers"],
    ["an invalid retry", { oh_no: { ...spec, retry: "maybe" } }, "retry"],
    ["a reserved member", { oh_no: { ...spec, data: z.object({ code: z.string() }) } }, '"code"'],
    ["a 405 without Allow", { oh_no: { ...spec, status: 405 } }, "Allow"],
    ["a 401 without a challenge", { oh_no: { ...spec, status: 401 } }, "WWW-Authenticate"],
    ["a catalog that is missing", undefined, "catalog"],
  ])("refuses %s at start", (_name, catalog, named) => {
    const define = defineErrors as (given: unknown) => unknown;

    expect(() => define(catalog)).toThrow(TypeError);
    expect(() => define(catalog)).toThrow(named);
  });

  it.each([
    ["a type base of the wrong type", { typeBase: 17 }, "typeBase"],
    [
      "a type base without the final slash",
      { typeBase: "https://api.example.com/problems" },
      'with a final slash such as "/problems/", got "https://api.example.com/problems"',
    ],
    ["an unknown option", { bases: "/" }, "bases"],
    ["an extended catalog of the wrong type", { extend: {} }, "extend"],
    ["null for an extended catalog", { extend: null }, "extend"],
    [
      "a code that the extended catalog has",
      { extend: defineErrors({ oh_no: spec } as never) },
      "oh_no",
    ],
  ])("refuses %s at start", (_name, options, named) => {
    const define = defineErrors as (given: unknown, options: unknown) => unknown;

    expect(() => define({ oh_no: spec }, options)).toThrow(named);
  });

  it("returns a frozen catalog whose keys are its own codes and the extended ones", () => {
    const extended = defineErrors(
      { oh_no: { status: 409, title: "Oh no" } },
      { extend: builtInErrors },
    );

    expect(Object.keys(extended)).toEqual([...Object.keys(builtInErrors), "oh_no"]);
    expect(Object.isFrozen(extended)).toBe(true);
    expect(extended.not_found).toBe(builtInErrors.not_found);
  });

  it("begins the type with its own typeBase, whatever typeBase the error handler has", async () => {
    const { oh_no } = defineErrors(
      { oh_no: { status: 409, title: "Oh no" } },
      { typeBase: "https://api.example.com/problems/" },
    );
    await using app = await answering(() => oh_no(), { typeBase: "/errors/" });

    expect(problem(await app.api.get("/")).type).toBe("https://api.example.com/problems/oh_no");
  });
});

describe("snapshot()", () => {
  it("contains codes, statuses, titles and members in an order that does not depend on the declarations", () => {
    const article_gone = { status: 410, title: "Article gone" } as const;
    const quota = z.object({ plan: z.enum(["pro", "free"]), limit: z.number().optional() });
    const quota_used = { status: 429, title: "Quota used", data: quota } as const;
    const old_zod = { status: 409, title: "Old", data: z3.object({ a: z3.string() }) } as const;

    const text = defineErrors({ quota_used, article_gone, old_zod }).snapshot();

    expect(defineErrors({ old_zod, article_gone, quota_used }).snapshot()).toBe(text);
    expect(JSON.parse(text)).toEqual({
      article_gone: { status: 410, title: "Article gone" },
      old_zod: { status: 409, title: "Old", members: "described by zod" },
      quota_used: {
        status: 429,
        title: "Quota used",
        members: {
          additionalProperties: false,
          properties: {
            limit: { type: "number" },
            plan: { enum: ["free", "pro"], type: "string" },
          },
          required: ["plan"],
          type: "object",
        },
      },
    });
    expect(text).toMatch(/^\{\n {2}"article_gone": \{\n {4}"status": 410/);
  });
});

function raise(): never {
  throw new Error("broken");
}
