import { setImmediate as nextTurn } from "node:timers/promises";
import type { Response } from "express";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Mishaps } from "../../src/errors/mishaps.ts";
import { send } from "../../src/present/send.ts";
import { type Rendering, toBody, toRendering } from "../../src/present/serialize.ts";
import { express4 } from "../support/expresses.ts";
import { type Exchanged, serverResponse } from "../support/server-response.ts";

const head = {
  status: 409,
  headers: undefined,
  requestId: "r1",
  keepHeaders: undefined,
  mishaps: new Mishaps(),
};

/** Splits what was written into the head and the body. */
async function partsOf({ written }: Exchanged): Promise<readonly [head: string, body: string]> {
  await nextTurn();
  const [top = "", ...rest] = written().split("\r\n\r\n");
  return [top, rest.join("\r\n\r\n")];
}

describe("send", () => {
  it("sends the status, the headers of every problem, and the body", async () => {
    const exchanged = serverResponse();
    exchanged.res.statusMessage = "Fine";

    send(exchanged.req, exchanged.res, head, toRendering("{}"));

    const [top, body] = await partsOf(exchanged);
    expect(top).toMatch(/^HTTP\/1\.1 409 Conflict\r\n/);
    expect(exchanged.res.getHeaders()).toMatchObject({
      "content-type": "application/problem+json",
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      "x-request-id": "r1",
    });
    expect(top).toContain("Content-Length: 2");
    expect(top).not.toMatch(/Vary|Content-Security-Policy/);
    expect(body).toBe("{}");
  });

  it("has the headers of the error, and those of the abandoned response that the app keeps", () => {
    const { req, res } = serverResponse();
    res.setHeader("X-Shard", "3");
    res.setHeader("X-Other", "4");
    const headers = { "Retry-After": "5" };

    send(req, res, { ...head, headers, keepHeaders: new Set(["x-shard"]) }, toRendering("{}"));

    expect(res.getHeaders()).toMatchObject({ "retry-after": "5", "x-shard": "3" });
    expect(res.hasHeader("x-other")).toBe(false);
  });

  it("has the policy of a page, whatever the error says", () => {
    const { req, res } = serverResponse();
    const page = { ...toRendering("<p>", "text/html"), policy: "default-src 'none'" };
    const headers = { "Content-Security-Policy": "default-src *" };

    send(req, res, { ...head, headers }, page);

    expect(res.getHeader("content-security-policy")).toBe("default-src 'none'");
  });

  it.each<[string, object, Record<string, string>]>([
    ["where the abandoned response had one", {}, { "Content-Length": "7" }],
    ["for HTTP/1.0, whose connection would close", { httpVersionMinor: 0 }, {}],
  ])("sets the length itself %s", async (_what, members, abandoned) => {
    const exchanged = serverResponse();
    const { req, res } = exchanged;
    Object.assign(req, members);
    for (const [name, value] of Object.entries(abandoned)) res.setHeader(name, value);

    send(req, res, head, toRendering("日本"));

    expect(res.getHeader("content-length")).toBe(6);
  });

  it.each<[string, object]>([
    ["HTTP/1.1, where Node does it", {}],
    ["HTTP/2", { httpVersionMajor: 2, httpVersionMinor: 0 }],
  ])("sets no length for %s", (_what, members) => {
    const { req, res } = serverResponse();
    Object.assign(req, members);

    send(req, res, head, toRendering("{}"));

    expect(res.hasHeader("content-length")).toBe(false);
  });

  it.each([
    [1, ""],
    [2, undefined],
  ])("over HTTP/%i, writes the status message %j", (version, message) => {
    const { req, res } = serverResponse();
    req.httpVersionMajor = version;
    const written: unknown[] = [];
    // That of HTTP/2 warns of each write.
    Object.defineProperty(res, "statusMessage", {
      get: () => "Fine",
      set(value) {
        written.push(value);
      },
    });

    send(req, res, head, toRendering("{}"));

    expect(written[0]).toBe(message);
  });

  it("has a Content-Length that matches the body, whatever the problem is", async () => {
    const members = fc.dictionary(fc.string({ unit: "binary" }), fc.jsonValue());
    await fc.assert(
      fc.asyncProperty(members, fc.boolean(), async (extensions, hadLength) => {
        const exchanged = serverResponse();
        const { req, res } = exchanged;
        if (hadLength) res.setHeader("Content-Length", "3");
        const problem = { ...extensions, type: "a", title: "A", status: 409, code: "a" };

        send(req, res, head, toBody(problem, req, undefined, new Mishaps()));

        const [top, body] = await partsOf(exchanged);
        const [, length] = /^Content-Length: (\d+)$/m.exec(top.replaceAll("\r", "")) ?? [];
        expect(Number(length)).toBe(Buffer.byteLength(body));
        expect(JSON.parse(body)).toMatchObject({ status: 409 });
      }),
    );
  });

  it("fails where a middleware compresses a body whose Content-Encoding was removed", () => {
    const compressing = (method: string) => {
      const { req, res } = serverResponse();
      req.method = method;
      res.setHeader("Content-Encoding", "gzip");
      Object.assign(res, { flush() {}, end: () => res });
      return () => send(req, res, head, toRendering("{}"));
    };

    expect(compressing("GET")).toThrow("A middleware encodes the body");
    expect(compressing("HEAD")).not.toThrow();
  });

  it.each<[string, (res: Response) => object]>([
    ["does not compress", (res) => ({ end: () => res })],
    ["has sent it", () => ({ flush() {} })],
    [
      "sets a Content-Encoding of its own",
      (res) => ({ flush() {}, end: () => res.setHeader("Content-Encoding", "br") }),
    ],
  ])("does not fail where a middleware %s", (_what, members) => {
    const { req, res } = serverResponse();
    res.setHeader("Content-Encoding", "gzip");
    Object.assign(res, members(res));

    expect(() => send(req, res, head, toRendering("{}"))).not.toThrow();
  });

  it.each<[string, Partial<Rendering>, string | undefined, string | undefined]>([
    ["one format and one language", {}, undefined, undefined],
    ["a language", { language: "de" }, "de", "Accept-Language"],
    ["several formats", { negotiated: true }, undefined, "Accept"],
    ["both", { language: "de", negotiated: true }, "de", "Accept-Language, Accept"],
  ])("tells caches of %s", (_what, members, language, vary) => {
    const { req, res } = serverResponse();
    Object.setPrototypeOf(res, express4().response as object);

    send(req, res, head, { ...toRendering("{}"), ...members });

    expect(res.getHeader("Content-Language")).toBe(language);
    expect(res.getHeader("Vary")).toBe(vary);
  });
});
