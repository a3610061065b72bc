import { setImmediate as nextTurn } from "node:timers/promises";
import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Mishaps } from "../../src/errors/mishaps.ts";
import { send } from "../../src/present/send.ts";
import { toBody, toRendering } from "../../src/present/serialize.ts";
import { type Exchanged, serverResponse } from "../support/server-response.ts";

afterEach(() => void vi.useRealTimers());

const head = { status: 409, headers: undefined, requestId: "r1", keepHeaders: undefined };

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
});

describe("send, while the client is still sending", () => {
  function uploading(method = "POST"): Exchanged {
    const exchanged = serverResponse({ "content-length": "1000" });
    exchanged.req.method = method;
    send(exchanged.req, exchanged.res, head, toRendering('{"a":1}'));
    return exchanged;
  }

  it("writes the whole problem at once, and announces the close", async () => {
    const exchanged = uploading();

    const [top, body] = await partsOf(exchanged);

    expect(top).toContain("Connection: close");
    expect(top).toContain("Content-Length: 7");
    expect(body).toBe('{"a":1}');
    expect(exchanged.res.writableEnded).toBe(false);
  });

  it.each(["end", "error", "close"])("ends when the request emits %s", (event) => {
    const { req, res } = uploading();

    req.emit(event, new Error("the upload broke"));

    expect(res.writableEnded).toBe(true);
  });

  it("ends after a second if the body never arrives", () => {
    vi.useFakeTimers();
    const { res } = uploading();

    vi.advanceTimersByTime(999);
    expect(res.writableEnded).toBe(false);
    vi.advanceTimersByTime(1);

    expect(res.writableEnded).toBe(true);
  });

  it("reads on, so that the client can finish", () => {
    expect(uploading().req.readableFlowing).toBe(true);
  });

  it("sends only the head for HEAD", async () => {
    const exchanged = serverResponse({ "content-length": "1000" });
    const { req, res } = exchanged;
    req.method = "HEAD";

    send(req, res, head, toRendering("{}"));

    expect(await partsOf(exchanged)).toEqual([expect.stringMatching(/^HTTP\/1\.1 409/), ""]);
  });

  it("destroys the response if a middleware fails at its end", () => {
    const { req, res } = serverResponse({ "content-length": "1000" });
    Object.assign(res, {
      end: () => {
        throw new Error("no");
      },
    });
    send(req, res, head, toRendering("{}"));

    req.emit("end");

    expect(res.destroyed).toBe(true);
  });
});
