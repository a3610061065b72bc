import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { runInNewContext } from "node:vm";
import { brotliCompressSync } from "node:zlib";
import {
  asyncHandler,
  BadGatewayError,
  defineErrors,
  GatewayTimeoutError,
  isHttpError,
  validate,
} from "express-backstop";
import { builtInErrors } from "express-backstop/catalog";
import { isRetryable, readProblem, retryAfter, safe, toHttpError } from "express-backstop/client";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { z as z3 } from "zod3";
import { createTokens } from "../../examples/article-api/accounts/tokens.ts";
import { buildApp } from "../../examples/article-api/app.ts";
import { articleRepository } from "../../examples/article-api/articles/article-repository.ts";
import { type Database, openDatabase } from "../../examples/article-api/database/database.ts";
import { errors } from "../../examples/article-api/errors.ts";
import { serve } from "../support/app.ts";
import { browserBundle } from "../support/browser-bundle.ts";
import { problem } from "../support/problem.ts";

const tokens = createTokens("a secret of more than thirty-two bytes");
const authorization = `Bearer ${await tokens.sign({ name: "ada" })}`;
const nobody = "00000000-0000-0000-0000-000000000000";
const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

/** Starts a server that belongs to one test and gives its URL. */
async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  stops.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Serves one response to every request. */
const sending = (
  status: number,
  body: string | object,
  headers: Record<string, string> = { "content-type": "application/problem+json" },
) =>
  listen((_req, res) => {
    res.writeHead(status, headers).end(typeof body === "string" ? body : JSON.stringify(body));
  });

const missing = {
  type: "/problems/article_not_found",
  title: "Article not found",
  status: 404,
  code: "article_not_found",
  articleId: "a17",
};

describe("the article API, read by its own catalog", () => {
  let database: Database;
  let url: string;
  let stop: () => void;
  const post = (body: unknown) =>
    safe(
      fetch(`${url}/articles`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization },
        body: JSON.stringify(body),
      }),
      errors,
    );

  beforeAll(async () => {
    database = await openDatabase({ dataDir: undefined });
    const app = buildApp({ articles: articleRepository(database), tokens, reporter: false });
    url = await listen(app as RequestListener);
    stop = stops.pop() as () => void;
  });
  afterAll(async () => {
    stop();
    await database.close();
  });

  it("returns a successful response without reading its body", async () => {
    const result = await post({ title: "Once", content: "Words." });

    expect(result).toMatchObject({ ok: true });
    expect(await result.response?.json()).toMatchObject({ title: "Once" });
  });

  it("returns the members of a declared error", async () => {
    const result = await safe(fetch(`${url}/articles/${nobody}`), errors);

    expect(result).toMatchObject({
      ok: false,
      problem: { known: true, code: "article_not_found", status: 404, articleId: nobody },
    });
  });

  it("returns a type that is the address of a page", async () => {
    const { problem: found } = (await safe(fetch(`${url}/articles/${nobody}`), errors)) as {
      problem: { type: string };
    };
    const page = await fetch(new URL(found.type, url), { headers: { accept: "text/html" } });

    expect(await page.text()).toContain("<h1>Article not found</h1>");
  });

  it("returns the field errors of a title that is taken, and of one that is missing", async () => {
    await post({ title: "Twice", content: "Words." });

    expect(await post({ title: "twice", content: "Words." })).toMatchObject({
      problem: {
        known: true,
        code: "article_slug_taken",
        errors: [{ in: "body", pointer: "#/title", code: "duplicate" }],
      },
    });
    expect(await post({ content: "Words." })).toMatchObject({
      problem: {
        known: true,
        code: "validation_failed",
        errors: [{ in: "body", pointer: "#/title", code: "required" }],
        requestId: expect.stringMatching(/^req_/),
      },
    });
  });
});

describe("readProblem", () => {
  const read = async (url: string, catalog: typeof errors = errors) =>
    readProblem(await fetch(url), catalog);

  it("recognizes the 422 of a server whose validationStatus is 422", async () => {
    await using app = await serve(
      (express) => express.post("/", validate({ body: z.object({ a: z.string() }) })),
      { validationStatus: 422 },
    );
    const response = await fetch(`http://127.0.0.1:${app.port}/`, { method: "POST" });

    expect(await readProblem(response, builtInErrors)).toMatchObject({ known: true, status: 422 });
  });

  it("ignores unknown members, even where the schema refuses them", async () => {
    const strict = defineErrors({
      article_not_found: {
        status: 404,
        title: "Article not found",
        data: z.strictObject({ articleId: z.string() }),
      },
    });
    const url = await sending(404, { ...missing, novelty: { of: "a newer server" } });

    const found = await readProblem(await fetch(url), strict);

    expect(found).toEqual({ ...missing, known: true });
  });

  it("returns only declared members, even of a schema that cannot list them", async () => {
    const strict = defineErrors({
      article_not_found: {
        status: 404,
        title: "Article not found",
        data: z3.strictObject({ articleId: z3.string() }),
      },
    });
    const url = await sending(404, { ...missing, requestId: "req_1", detail: "Gone." });

    expect(await readProblem(await fetch(url), strict)).toMatchObject({
      known: true,
      articleId: "a17",
      detail: "Gone.",
    });
  });

  it.each([
    ["a status that is not the declared", 500, missing, "mismatch"],
    ["a member of another type", 404, { ...missing, articleId: 17 }, "mismatch"],
    ["a missing member", 404, { ...missing, articleId: undefined }, "mismatch"],
    [
      "a type that is the code and more",
      404,
      { ...missing, type: "/article_not_found/x" },
      "mismatch",
    ],
    ["a type of another server", 404, { ...missing, type: "about:blank" }, "mismatch"],
    [
      "a type that ends in the code by chance",
      404,
      { ...missing, type: "/an_article_not_found" },
      "mismatch",
    ],
    ["a code that is not declared", 404, { ...missing, code: "article_lost" }, "unlisted"],
    ["a code that is a method of the catalog", 404, { ...missing, code: "snapshot" }, "unlisted"],
    ["a code that every object has", 404, { ...missing, code: "constructor" }, "unlisted"],
  ])("returns %s as unknown, with what can be read", async (_name, status, body, reason) => {
    const found = await read(await sending(status, body));

    expect(found).toMatchObject({ known: false, reason, status, title: "Article not found" });
    expect(found).toMatchObject({ code: body.code, type: body.type, raw: { code: body.code } });
  });

  it("reads another server's problem (the example of RFC 9457 §3)", async () => {
    const body = {
      type: "https://example.com/probs/out-of-credit",
      title: "You do not have enough credit.",
      detail: "Your current balance is 30, but that costs 50.",
      balance: 30,
    };

    expect(await read(await sending(403, body))).toEqual({
      known: false,
      reason: "unlisted",
      status: 403,
      type: body.type,
      title: body.title,
      detail: body.detail,
      raw: body,
    });
  });

  it("ignores members of the wrong type (RFC 9457 §3.1)", async () => {
    const body = { type: "https://example.com/x", title: ["No"], detail: 17, code: null };

    const found = await read(await sending(400, body));

    expect(found).toEqual({
      known: false,
      reason: "unlisted",
      status: 400,
      type: body.type,
      raw: body,
    });
  });

  it("recognizes a problem that a proxy has labeled application/json", async () => {
    const url = await sending(404, missing, { "content-type": "application/json; charset=utf-8" });

    expect(await read(url)).toMatchObject({ known: true, articleId: "a17" });
  });

  it("uses the declared title for a problem without one", async () => {
    const url = await sending(404, { ...missing, title: 17 });

    expect(await read(url)).toMatchObject({ known: true, title: "Article not found" });
  });

  it("drops malformed field errors", async () => {
    const good = { in: "body", pointer: "#/a", code: "required", detail: "is required" };
    const url = await sending(404, {
      ...missing,
      errors: [
        null,
        "x",
        7,
        { in: "body" },
        { ...good, detail: 1 },
        { ...good, also: "#/end" },
        { ...good, also: ["#/end", 7] },
        { ...good, also: null, detail: null },
        good,
        { ...good, also: ["#/end"] },
      ],
    });

    expect(await read(url)).toMatchObject({
      known: true,
      errors: [good, { ...good, also: ["#/end"] }],
    });
  });

  it.each([
    ["a proxy's HTML", 502, "<html>Bad Gateway</html>", "text/html", "no_problem"],
    ["an empty body", 503, "", "application/problem+json", "no_problem"],
    ["JSON that is not an object", 500, "null", "application/json", "no_problem"],
    ["JSON that is not a problem", 500, '{"error":"no"}', "application/json", "no_problem"],
    ["a list", 500, '[{"code":"x"}]', "application/json", "no_problem"],
    ["malformed JSON", 500, '{"type":"/pro', "application/problem+json", "unreadable"],
    ["no media type", 500, "{}", "", "no_problem"],
  ])("reads %s", async (_name, status, body, type, reason) => {
    const url = await sending(status, body, type ? { "content-type": type } : {});

    expect(await read(url)).toMatchObject({ known: false, reason, status });
  });

  it("returns a body that breaks off as unreadable, with the part that arrived", async () => {
    const url = await listen((_req, res) => {
      res.writeHead(500, { "content-type": "application/problem+json", "content-length": "100" });
      res.write('{"type":', () => res.destroy());
    });

    expect(await read(url)).toMatchObject({
      known: false,
      reason: "unreadable",
      status: 500,
      error: expect.any(Error),
    });
  });

  it("stops reading an endless body at its limit", async () => {
    let open = true;
    const url = await listen((_req, res) => {
      res.writeHead(500, { "content-type": "application/problem+json" });
      res.once("close", () => (open = false));
      const more = (): void =>
        void (open && res.write("a".repeat(10_000), () => setImmediate(more)));
      more();
    });
    const found = await readProblem(await fetch(url), errors, { maximumBytes: 50_000 });

    expect(found).toMatchObject({ known: false, reason: "unreadable" });
    expect(found.known || String(found.raw).length).toBeLessThanOrEqual(50_000);
    await expect.poll(() => open).toBe(false);
  });

  it("returns a response as unreadable when its body has been read already", async () => {
    const response = await fetch(await sending(404, missing));
    await response.text();

    expect(await readProblem(response, errors)).toMatchObject({
      reason: "unreadable",
      status: 404,
    });
  });
});

describe.each([undefined, null, 7, "text", {}, { status: 500 }, { status: 404, headers: {} }])(
  "given %j, which is not a response",
  (value) => {
    it("does not reject", async () => {
      const response = value as never;

      expect(await readProblem(response, errors)).toMatchObject({ known: false });
      expect(await safe(Promise.resolve(response), errors)).toMatchObject({
        ok: false,
        problem: { known: false },
      });
      expect(await safe(response, errors)).toMatchObject({ ok: false });
      expect(await readProblem(response, null as never, null as never)).toMatchObject({
        known: false,
      });
    });
  },
);

describe("safe", () => {
  it("returns a problem for a request without a response", async () => {
    const url = await listen((req) => req.socket.destroy());

    const result = await safe(fetch(url), errors);

    expect(result).toMatchObject({
      ok: false,
      response: undefined,
      problem: { known: false, reason: "no_response", status: 0, error: expect.any(TypeError) },
    });
  });

  it("returns a redirect that was not followed as a response", async () => {
    const url = await sending(302, "", { location: "/" });

    expect(await safe(fetch(url, { redirect: "manual" }), errors)).toMatchObject({ ok: true });
  });
});

describe("isRetryable", () => {
  const rested = defineErrors({
    search_down: { status: 503, title: "Search is down for good", retry: "never" },
    lock_held: { status: 409, title: "Lock held", retry: "later" },
  });

  it.each([
    ["no response", { known: false, status: 0 }, true],
    ["an unknown 503", { known: false, status: 503 }, true],
    ["an unknown 404", { known: false, status: 404 }, false],
    ["a 503 declared as final", { known: true, status: 503, code: "search_down" }, false],
    ["a 409 declared as passing", { known: true, status: 409, code: "lock_held" }, true],
    ["that code in an unknown problem", { known: false, status: 409, code: "lock_held" }, false],
  ])("for %s uses the declaration, or else the status", (_name, found, retryable) => {
    expect(isRetryable(found, rested)).toBe(retryable);
  });
});

describe("retryAfter", () => {
  // asctime's form of a date names no zone, and a client may be in any.
  beforeAll(() => void vi.stubEnv("TZ", "America/New_York"));
  afterAll(() => vi.unstubAllEnvs());

  const date = "Sun, 06 Nov 1994 08:49:37 GMT";

  it.each([
    ["120", 120],
    ["0", 0],
    [" 5 ", 5],
    ["Sun, 06 Nov 1994 08:50:37 GMT", 60],
    ["Sunday, 06-Nov-94 08:50:37 GMT", 60],
    ["Sun Nov  6 08:50:37 1994", 60],
    ["Sun, 06 Nov 1994 08:40:00 GMT", 0],
    ["-5", undefined],
    ["2.5", undefined],
    ["5, 10", undefined],
    ["soon", undefined],
    ["Sunday", undefined],
    ["99999999999999999999", undefined],
  ])("reads %j as %s seconds", (value, seconds) => {
    expect(retryAfter(new Response(null, { headers: { "retry-after": value, date } }))).toBe(
      seconds,
    );
  });

  it("counts a date from the local clock when the response has no Date, and returns undefined without Retry-After", () => {
    const soon = new Date(Date.now() + 10_000).toUTCString();
    const seconds = retryAfter(new Response(null, { headers: { "retry-after": soon } }));

    expect(seconds).toBeGreaterThanOrEqual(9);
    expect(seconds).toBeLessThanOrEqual(10);
    expect(retryAfter(new Response())).toBeUndefined();
  });

  it("reads a number with spaces after it, which the fetch of Node keeps", async () => {
    const url = await sending(503, "", { "retry-after": "30 \t " });

    expect(retryAfter(await fetch(url))).toBe(30);
  });

  it("reads the Retry-After of a rate-limited response", async () => {
    const { slow_down } = defineErrors({
      slow_down: { status: 429, title: "Slow down", headers: { "Retry-After": 30 } },
    });
    await using app = await serve((express) =>
      express.get("/", (_req, _res, next) => next(slow_down())),
    );

    expect(retryAfter(await fetch(`http://127.0.0.1:${app.port}/`))).toBe(30);
  });
});

describe("toHttpError", () => {
  const relaying = (url: string, init?: () => RequestInit) =>
    serve((express) => {
      express.get(
        "/",
        asyncHandler(async (_req, res) => {
          const result = await safe(fetch(url, init?.()), errors);
          if (!result.ok) throw toHttpError(result.problem);
          res.end();
        }),
      );
    });

  it("converts an upstream's problem to a 502 that names it to the operator and not to the client", async () => {
    const url = await sending(404, { ...missing, articleId: "s3cr3t", requestId: "req_up" });
    await using app = await relaying(url);

    const response = await app.api.get("/");

    expect(problem(response)).toEqual({
      type: "/problems/bad_gateway",
      title: "Bad gateway",
      status: 502,
      code: "bad_gateway",
      requestId: expect.any(String),
    });
    const upstream = { status: 404, code: "article_not_found", requestId: "req_up" };
    expect(app.records).toMatchObject([{ context: { upstream } }]);
  });

  it("converts an unreachable upstream to a 502 with the cause", async () => {
    const url = await listen((req) => req.socket.destroy());
    await using app = await relaying(url);

    expect(problem(await app.api.get("/")).status).toBe(502);
    expect(app.records).toMatchObject([
      { context: { upstream: { status: 0 } }, error: { causes: [{ name: "TypeError" }, {}] } },
    ]);
  });

  it("converts the timeout of an upstream to a 504", async () => {
    const url = await listen(() => {});
    await using app = await relaying(url, () => ({ signal: AbortSignal.timeout(20) }));

    expect(problem(await app.api.get("/"))).toMatchObject({ status: 504, code: "gateway_timeout" });
  });

  it.each([
    ["failed", { status: 503 }, new BadGatewayError()],
    [
      "was late",
      { status: 0, error: new DOMException("late", "TimeoutError") },
      new GatewayTimeoutError(),
    ],
  ])(
    "gives an error for an upstream that %s the code and title of its status",
    (_name, found, own) => {
      const raised = toHttpError({ reason: "no_problem", ...found });

      expect(isHttpError(raised)).toBe(true);
      expect(raised.stack).toMatch(/^UpstreamError: An upstream /);
      const names = [
        ...(["status", "code", "title", "expose", "context", "typeBase"] as const),
        ...(["headers", "errors", "errorCount", "extensions"] as const),
      ];
      const differing = names.filter((name) => raised[name] !== own[name]);
      expect(differing).toEqual(["context"]);
      expect(raised.statusCode).toBe(own.status);
      expect("cause" in raised).toBe("error" in found);
    },
  );

  it("takes no cause from a polluted prototype", async () => {
    const { code } = await browserBundle(`
      import { toHttpError } from "express-backstop/client";
      export const raise = () => toHttpError({ status: 500, code: "any_code" });
    `);
    const polluted: unknown = runInNewContext(
      `${code}; Object.prototype.cause = "evil"; Object.hasOwn(bundle.raise(), "cause")`,
    );

    expect(polluted).toBe(false);
  });

  it("limits the length of what another server sent", () => {
    const { context } = toHttpError({ status: 500, code: "a".repeat(10_000) });

    expect(JSON.stringify(context).length).toBeLessThan(300);
  });
});

describe("express-backstop/client", () => {
  it("runs where there is no Node: it bundles for a browser and works in a bare context", async () => {
    const { code, modules } = await browserBundle(`
      import { readProblem, safe } from "express-backstop/client";
      export const read = readProblem;
      export const outcome = safe(Promise.reject(new Error("offline")));
    `);
    const outcome: unknown = await runInNewContext(`${code};bundle.outcome`);

    expect(outcome).toMatchObject({ ok: false, problem: { reason: "no_response" } });
    expect(modules.filter((module) => /node_modules|mappers|catch\//.test(module))).toEqual([]);
    // Nothing of the classes and tables of a server, which would be most of it.
    const ofServer = modules.filter((module) => /(catalog|errors|misuse)\//.test(module));
    const names = new Set(ofServer.map((module) => module.replace(/^.*src\//, "")));
    expect(names).toEqual(
      new Set([
        "catalog/retry.ts",
        "errors/idempotent-method.ts",
        "errors/json-pointer.ts",
        "errors/retry-after.ts",
      ]),
    );
  });

  it.each([
    ["reads problems", "safe, readProblem", 1200],
    ["has a form", "safe, toFormErrors", 1600],
    ["repeats requests", "safe, fetchWithRetry", 2000],
    ["reads problems of several servers", "readProblem, matchProblem", 1300],
  ])("adds to a page that %s, with %s, less than %d bytes", async (_page, names, maximum) => {
    const source = `export { ${names} } from "express-backstop/client";`;
    const { code } = await browserBundle(source, "esm");

    expect(brotliCompressSync(code).byteLength).toBeLessThan(maximum);
  });
});
