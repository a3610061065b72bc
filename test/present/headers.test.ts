import type { Response } from "express";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ErrorHeaders } from "../../src/errors/http-error.ts";
import { Mishaps } from "../../src/errors/mishaps.ts";
import { dropAbandonedHeaders, linesToSend, setErrorHeaders } from "../../src/present/headers.ts";
import { retryAfterOf } from "../../src/present/repeated-header.ts";
import { serverResponse } from "../support/server-response.ts";

describe("dropAbandonedHeaders", () => {
  it("keeps what is about the connection, the client and the request, and drops the rest", () => {
    const { res } = serverResponse();
    res.setHeader("Vary", "Origin");
    res.setHeader("Access-Control-Allow-Origin", "*");
    res.setHeader("X-RateLimit-Remaining", "0");
    res.setHeader("Set-Cookie", ["a=1", "b=2"]);
    res.setHeader("ETag", '"a"');
    res.setHeader("Cache-Control", "public");
    res.setHeader("X-Accel-Redirect", "/secret");

    dropAbandonedHeaders(res, undefined);

    expect(res.getHeaders()).toEqual({
      vary: "Origin",
      "access-control-allow-origin": "*",
      "x-ratelimit-remaining": "0",
      "set-cookie": ["a=1", "b=2"],
    });
  });

  it("keeps the headers that the app names", () => {
    const { res } = serverResponse();
    res.setHeader("X-Shard", "3");
    res.setHeader("X-Other", "3");

    dropAbandonedHeaders(res, new Set(["x-shard"]));

    expect(res.getHeaderNames()).toEqual(["x-shard"]);
  });

  it.each([
    ["neither", {}, { length: false, encoding: false }],
    ["a length", { "Content-Length": "7" }, { length: true, encoding: false }],
    ["an encoding", { "Content-Encoding": "gzip" }, { length: false, encoding: true }],
    ["both", { "Content-Length": "7", "Content-Encoding": "br" }, { length: true, encoding: true }],
  ])("returns that it removed %s", (_what, headers, dropped) => {
    const { res } = serverResponse();
    for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);

    expect(dropAbandonedHeaders(res, undefined)).toEqual(dropped);
  });
});

describe("over HTTP/2, which refuses the headers of a connection", () => {
  const connection = { Connection: "close", "Keep-Alive": "timeout=5", Upgrade: "h2c" };
  const over = (httpVersionMajor: number): Response => {
    const { req, res } = serverResponse();
    req.httpVersionMajor = httpVersionMajor;
    return res;
  };

  it.each([
    [1, ["connection", "keep-alive", "upgrade", "vary"]],
    [2, ["vary"]],
  ])("of HTTP/%i, the abandoned response leaves %j", (version, names) => {
    const res = over(version);
    for (const [name, value] of Object.entries(connection)) res.setHeader(name, value);
    res.setHeader("Vary", "Origin");

    dropAbandonedHeaders(res, undefined);

    expect(res.getHeaderNames()).toEqual(names);
  });

  it.each([
    [1, ["upgrade", "allow"]],
    [2, ["allow"]],
  ])("of HTTP/%i, the error sets %j", (version, names) => {
    const res = over(version);

    setErrorHeaders(res, { ...connection, Allow: "GET" }, new Mishaps());

    expect(res.getHeaderNames()).toEqual(names);
  });

  it("a made-up response without a request has no version", () => {
    const { res } = serverResponse();
    Object.assign(res, { req: undefined });
    res.setHeader("Connection", "close");

    dropAbandonedHeaders(res, undefined);

    expect(res.getHeaderNames()).toEqual(["connection"]);
  });
});

describe("the Retry-After in the body", () => {
  it.each<[number | undefined, string, ErrorHeaders | undefined, string | undefined]>([
    [undefined, "no header", undefined, undefined],
    [undefined, "other headers", { Allow: "GET" }, undefined],
    [7, "the error's", { "retry-AFTER": 7 }, undefined],
    [7, "one of the error's headers", { Allow: "GET", "Retry-After": "7" }, undefined],
    [7, "the error's, before that of the response", { "Retry-After": "7" }, "30"],
    [30, "that of the response", { Allow: "GET" }, "30"],
    [30, "that of the response, as Node refuses the error's", { "Retry-After": "7\n" }, "30"],
    [8, "the last of the error's", { "Retry-After": "7", "retry-after": "8" }, undefined],
    [undefined, "two values", { "Retry-After": ["7", "8"] }, undefined],
    [undefined, "a text", { "Retry-After": "soon" }, undefined],
  ])("is %s with %s", (seconds, _what, headers, earlier) => {
    const { res } = serverResponse();
    if (earlier !== undefined) res.setHeader("Retry-After", earlier);

    expect(retryAfterOf(linesToSend(res, headers, "retry-after"))).toBe(seconds);
  });
});

describe("the headers that stay on a problem", () => {
  const names = fc.oneof(
    fc.constantFrom("vary", "set-cookie", "allow", "date", "nel", "x-request-id", "retry-after"),
    fc.constantFrom("access-control-", "cross-origin-", "ratelimit", "x-b3-", "x-ratelimit-"),
    fc.stringMatching(/^[a-z][a-z-]{0,20}$/),
  );
  const headers = fc.dictionary(names, fc.constantFrom("1", "a, b"));

  it("are the same when they are chosen again, and are never those of a body", () => {
    fc.assert(
      fc.property(headers, fc.uniqueArray(names), (given, kept) => {
        const { res } = serverResponse();
        for (const [name, value] of Object.entries(given)) res.setHeader(name, value);
        dropAbandonedHeaders(res, new Set(kept));
        const once = res.getHeaders();

        const dropped = dropAbandonedHeaders(res, new Set(kept));

        expect(res.getHeaders()).toEqual(once);
        expect(dropped).toEqual({ length: false, encoding: false });
        expect(given).toMatchObject(once);
      }),
    );
  });
});

describe("setErrorHeaders", () => {
  it("writes numbers as text, and several lines as several", () => {
    const { res } = serverResponse();

    setErrorHeaders(res, { "Retry-After": 5, "X-Line": ["a", "b"] }, new Mishaps());

    expect(res.getHeaders()).toEqual({ "retry-after": "5", "x-line": ["a", "b"] });
  });

  it("replaces a header that was set before, except cookies and Vary, which it adds to", () => {
    const { res } = serverResponse();
    res.setHeader("Retry-After", "1");
    res.setHeader("Vary", "Origin");
    res.setHeader("Set-Cookie", "a=1");

    setErrorHeaders(
      res,
      { "retry-after": "5", vary: "Accept", "set-cookie": ["b=2", "c=3"] },
      new Mishaps(),
    );

    expect(res.getHeaders()).toEqual({
      "retry-after": "5",
      vary: ["Origin", "Accept"],
      "set-cookie": ["a=1", "b=2", "c=3"],
    });
  });

  it("sends no whitespace around a value, and no empty element of Vary", () => {
    const { res } = serverResponse();

    setErrorHeaders(
      res,
      { Vary: [" ", "Origin "], "X-Line": " a b\t", "X-Empty": "" },
      new Mishaps(),
    );

    expect(res.getHeaders()).toEqual({ vary: "Origin", "x-line": "a b", "x-empty": "" });
  });

  it.each([
    "Connection",
    "Content-Encoding",
    "Content-Length",
    "content-type",
    "Keep-Alive",
    "Trailer",
    "Transfer-Encoding",
    "X-Content-Type-Options",
    "X-Request-Id",
  ])("leaves out %s, and says so", (name) => {
    const { res } = serverResponse();
    const mishaps = new Mishaps();

    setErrorHeaders(res, { [name]: "a" }, mishaps);

    expect(res.getHeaderNames()).toEqual([]);
    expect(mishaps.errors.map(String)).toEqual([
      `TypeError: The header "${name}" was left out of the response: the server sets it.`,
    ]);
  });

  it.each<[string, object, readonly string[]]>([
    ["a name with a space", { "X Bad": "a" }, ["X Bad"]],
    ["an empty name", { "": "a" }, [""]],
    ["a line break in a value", { "X-Bad": "a\r\nX-Injected: 1" }, ["X-Bad"]],
    ["one bad line of two", { "X-Bad": ["fine", "\0"] }, ["X-Bad"]],
    ["an object", { "X-Bad": {} }, ["X-Bad"]],
    ["two bad headers", { "X-Bad": null, "X-Worse": [true] }, ["X-Bad", "X-Worse"]],
    ["undefined, which counts as absent,", { "X-Bad": undefined }, []],
    ["no lines", { "X-Bad": [] }, []],
  ])("leaves out %s, writes the other headers, and says so", (_what, headers, lost) => {
    const { res } = serverResponse();
    const mishaps = new Mishaps();

    setErrorHeaders(res, { ...headers, "Retry-After": "5" }, mishaps);

    expect(res.getHeaders()).toEqual({ "retry-after": "5" });
    expect(mishaps.errors).toEqual(
      lost.map((name) =>
        expect.objectContaining({
          message: `The header "${name}" was left out of the response: it cannot be written.`,
          cause: expect.any(TypeError),
        }),
      ),
    );
  });

  it("writes at most 4,096 bytes, and still writes a header that fits after one that does not", () => {
    const { res } = serverResponse();
    const mishaps = new Mishaps();
    const headers = { a: "x".repeat(4000), b: "x".repeat(96), c: "x".repeat(94) };

    setErrorHeaders(res, headers, mishaps);

    expect(res.getHeaderNames()).toEqual(["a", "c"]);
    expect(mishaps.errors.map(String)).toEqual([
      'TypeError: The header "b" was left out of the response: it exceeds the limit of 4096 bytes.',
    ]);
  });
});
