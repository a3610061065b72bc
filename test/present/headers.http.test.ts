import { asyncHandler, HttpError, NotFoundError, UnauthorizedError } from "express-backstop";
import createError from "http-errors";
import { describe, expect, it } from "vitest";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";
import { throwingGetters } from "../support/hostile.ts";
import { problem } from "../support/problem.ts";
import { exchange, request } from "../support/raw-http.ts";

const kept: readonly (readonly [string, string])[] = [
  ["Access-Control-Allow-Credentials", "true"],
  ["Access-Control-Allow-Origin", "https://example.com"],
  ["Access-Control-Expose-Headers", "X-Request-Id"],
  ["Content-Security-Policy", "default-src 'self'"],
  ["Content-Security-Policy-Report-Only", "default-src 'self'"],
  ["Cross-Origin-Opener-Policy", "same-origin"],
  ["Cross-Origin-Resource-Policy", "same-origin"],
  ["Permissions-Policy", "camera=()"],
  ["RateLimit", '"default";r=0;t=30'],
  ["RateLimit-Policy", '"default";q=100;w=60'],
  ["Referrer-Policy", "no-referrer"],
  ["Server-Timing", "db;dur=5"],
  ["Strict-Transport-Security", "max-age=31536000"],
  ["Traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"],
  ["Vary", "Origin, Accept-Encoding"],
  ["X-Frame-Options", "DENY"],
  ["X-RateLimit-Remaining", "0"],
  ["X-Request-Id", "chosen-by-a-middleware"],
];

const dropped: readonly (readonly [string, string])[] = [
  ["Accept-Ranges", "bytes"],
  ["Age", "10"],
  ["CDN-Cache-Control", "max-age=3600"],
  ["Cloudflare-CDN-Cache-Control", "max-age=3600"],
  ["Content-Digest", "sha-256=:AAAA:"],
  ["Content-Disposition", "attachment"],
  ["Content-Encoding", "gzip"],
  ["Content-Language", "de"],
  ["Content-Location", "/articles/1"],
  ["Content-MD5", "AAAA"],
  ["Content-Range", "bytes 0-1/2"],
  ["Digest", "sha-256=AAAA"],
  ["ETag", '"a"'],
  ["Expires", "Wed, 21 Oct 2037 07:28:00 GMT"],
  ["Last-Modified", "Wed, 21 Oct 2015 07:28:00 GMT"],
  ["Pragma", "cache"],
  ["Repr-Digest", "sha-256=:AAAA:"],
  ["Surrogate-Control", "max-age=3600"],
  ["Trailer", "X-Checksum"],
  ["Clear-Site-Data", '"cookies"'],
  ["Edge-Control", "max-age=3600"],
  ["Link", "</style.css>; rel=preload"],
  ["Location", "/articles/1"],
  ["Refresh", "0; url=https://example.com/"],
  ["Surrogate-Key", "articles"],
  ["X-Accel-Buffering", "no"],
  ["X-Accel-Redirect", "/protected/secret.pdf"],
  ["X-LiteSpeed-Location", "/protected/secret.pdf"],
  ["X-Of-The-App", "anything"],
  ["X-Debug-Trace-Sql", "select 1"],
  ["Trace", "at db.js:12"],
  ["X-Policy-Dump", "anything"],
  ["X-Sendfile", "/protected/secret.pdf"],
];

const replaced: readonly (readonly [string, string, string | RegExp])[] = [
  ["Cache-Control", "public, max-age=31536000, immutable", "no-store"],
  ["Content-Length", "7", /^\d{3}$/],
  ["Content-Type", "text/html; charset=utf-8", "application/problem+json"],
  ["X-Content-Type-Options", "sniff", "nosniff"],
];

// What Node throws at, or would write as something else than was meant.
const refused: readonly (readonly [string, () => Record<string, unknown>])[] = [
  ["typographic quotes", () => ({ "X-Bad": "“quoted”" })],
  ["a line break", () => ({ "X-Bad": "a\r\nX-Injected: 1" })],
  ["a line feed", () => ({ "X-Bad": "a\nX-Injected: 1" })],
  ["a NUL", () => ({ "X-Bad": "a\0b" })],
  ["an emoji", () => ({ "X-Bad": "\u{1F600}" })],
  ["one bad line of two", () => ({ "X-Bad": ["fine", "b\r\nX-Injected: 1"] })],
  ["a symbol", () => ({ "X-Bad": Symbol("a") })],
  ["an object", () => ({ "X-Bad": { a: 1 } })],
  ["an object without a prototype", () => ({ "X-Bad": Object.create(null) as unknown })],
  ["undefined", () => ({ "X-Bad": undefined })],
  ["null", () => ({ "X-Bad": null })],
  ["a boolean", () => ({ "X-Bad": true })],
  ["an array of objects", () => ({ "X-Bad": [{}] })],
  ["an empty array", () => ({ "X-Bad": [] })],
  ["a getter that throws", () => throwingGetters({}, "X-Bad") as Record<string, unknown>],
  ["a name with a space", () => ({ "X Bad": "a", "X-Bad ": "a" })],
  ["a name with a line break", () => ({ "X-Bad\r\nX-Injected": "a" })],
  ["an empty name", () => ({ "": "a" })],
];

describe.each(expresses)("on %s", (_name, express) => {
  // fault: kept-headers
  it.each(kept)("keeps %s of the abandoned response", async (name, value) => {
    const headers = await headersAfter({ [name]: value });

    expect(headers[name.toLowerCase()]).toBe(value);
  });

  // fault: abandoned-headers
  it.each(dropped)("drops %s of the abandoned response", async (name, value) => {
    const headers = await headersAfter({ [name]: value });

    expect(headers).not.toHaveProperty(name.toLowerCase());
  });

  // fault: abandoned-headers
  it.each(replaced)("replaces %s of the abandoned response", async (name, value, own) => {
    const headers = await headersAfter({ [name]: value });

    expect(headers[name.toLowerCase()]).toMatch(own);
  });

  // fault: joined-headers
  it("keeps cookies and Vary beside those the error brings", async () => {
    await using app = await serve(
      (app) =>
        app.get("/", (_req, res, next) => {
          res.cookie("session", "1").vary("Origin");
          next(
            new UnauthorizedError('Bearer realm="articles"', "Log in first.", {
              headers: { "Set-Cookie": ["session=; Max-Age=0", "seen=1"], Vary: "Authorization" },
            }),
          );
        }),
      { express },
    );

    const { headers } = await app.api.get("/");

    expect(headers["set-cookie"]).toEqual(["session=1; Path=/", "session=; Max-Age=0", "seen=1"]);
    expect(headers["vary"]).toBe("Origin, Authorization");
    expect(headers["www-authenticate"]).toBe('Bearer realm="articles"');
  });

  it("writes numbers and several lines of an error's header", async () => {
    await using app = await serve(
      (app) =>
        app.get("/", (_req, _res, next) =>
          next(new HttpError(503, "", { headers: { "Retry-After": 5, "X-Line": ["a", "b"] } })),
        ),
      { express },
    );

    expect((await app.api.get("/")).headers).toMatchObject({
      "retry-after": "5",
      "x-line": "a, b",
    });
  });

  // fault: invalid-header
  it.each(refused)("drops %s in an error's headers, and the process lives", async (_what, make) => {
    const headers = Object.defineProperty(make(), "Retry-After", { value: "5", enumerable: true });
    const error = new NotFoundError("No such article.", { headers: headers as never });
    await using app = await serve(
      (app) => {
        app.get("/", (_req, _res, next) => next(error));
        app.get("/ok", (_req, res) => void res.json("ok"));
      },
      { express },
    );

    const { text, statuses } = await exchange(
      app.port,
      request("GET /"),
      request("GET /ok", { Connection: "close" }),
    );

    expect(statuses).toEqual([404, 200]);
    expect(text).toContain("Retry-After: 5");
    expect(text).not.toMatch(/x-injected|x-? ?bad/i);
  });

  // fault: invalid-header
  it("responds to an http-error whose header holds a path that Node refuses, and the process lives", async () => {
    await using app = await serve(
      (app) => {
        app.get(
          "/articles/:title",
          asyncHandler((req) => {
            const title = req.params["title"];
            throw createError(404, "No such article.", { headers: { "WWW-Authenticate": title } });
          }),
        );
        app.get("/ok", (_req, res) => void res.json("ok"));
      },
      { express },
    );

    const { statuses } = await exchange(
      app.port,
      request("GET /articles/%E2%80%9Cquoted%E2%80%9D"),
      request("GET /articles/a%0D%0AX-Injected:1"),
      request("GET /ok", { Connection: "close" }),
    );

    expect(statuses).toEqual([404, 404, 200]);
  });

  it("writes a new Content-Length, whatever else of the abandoned response is removed", async () => {
    await using app = await serve(
      (app) =>
        app.get("/", (_req, res, next) => {
          res.set({ "Content-Length": "7", ETag: '"a"' });
          next(new NotFoundError());
        }),
      { express },
    );

    const { headers, text } = await app.api.get("/");

    expect(headers["content-length"]).toBe(String(text.length));
    expect(headers["transfer-encoding"]).toBeUndefined();
  });

  // fault: framing-headers
  it.each([
    ["Connection", "keep-alive, X-Request-Id"],
    ["Content-Encoding", "gzip"],
    ["Content-Length", "5"],
    ["Content-Type", "text/html"],
    ["Keep-Alive", "timeout=9999"],
    ["Trailer", "X-Checksum"],
    ["Transfer-Encoding", "chunked"],
    ["X-Content-Type-Options", "sniff"],
    ["X-Request-Id", "another"],
  ])("never takes %s from an error", async (name, value) => {
    await using app = await serve(
      (app) =>
        app.get("/", (_req, _res, next) =>
          next(new NotFoundError("No such article.", { headers: { [name]: value } })),
        ),
      { express },
    );

    const response = await app.api.get("/");

    expect(problem(response).detail).toBe("No such article.");
    expect(response.headers[name.toLowerCase()]).not.toBe(value);
  });

  // fault: many-headers
  it("writes at most 4 kB of an error's headers, and those that fit", async () => {
    const many = Array.from({ length: 100 }, (_, i) => [`X-Many-${i}`, "x".repeat(100)]);
    const headers = { "X-Big": "x".repeat(5000), "Retry-After": "5", ...Object.fromEntries(many) };
    await using app = await serve(
      (app) => app.get("/", (_req, _res, next) => next(new HttpError(503, "", { headers }))),
      { express },
    );

    const { text } = await exchange(app.port, request("GET /", { Connection: "close" }));

    expect(text.indexOf("\r\n\r\n")).toBeLessThan(5000);
    expect(text).toContain("Retry-After: 5");
    expect(text).not.toContain("X-Big");
  });

  async function headersAfter(set: Record<string, string>): Promise<Record<string, string>> {
    await using app = await serve(
      (app) =>
        app.get("/", (_req, res, next) => {
          res.setHeaders(new Map(Object.entries(set)));
          next(new NotFoundError("No such article."));
        }),
      { express },
    );

    const response = await app.api.get("/");

    expect(problem(response).status).toBe(404);
    return response.headers;
  }
});

describe.each(expresses)("keepHeaders, on %s", (_name, express) => {
  it("keeps headers of the app's own choice, whatever their case", async () => {
    await using app = await serve(
      (target) =>
        target.get("/", (_req, res) => {
          res.set({ "X-Api-Version": "3", "X-Other": "gone" });
          throw new NotFoundError();
        }),
      { express, keepHeaders: ["x-API-version"] },
    );

    const { headers } = await app.api.get("/");

    expect(headers["x-api-version"]).toBe("3");
    expect(headers).not.toHaveProperty("x-other");
  });
});
