import type { Response } from "express";
import { describe, expect, it, vi } from "vitest";
import {
  type ErrorResponseWatcher,
  ErrorResponseWatch,
  type HeldErrorResponse,
  type WriterMethods,
} from "../../src/request/error-response-watch.ts";
import { isHeld, releaseHeld } from "../../src/request/held-response.ts";
import { holdErrorResponse } from "../../src/request/hold-error-response.ts";
import { watchEnd } from "../../src/request/response-end.ts";
import { serverResponse } from "../support/server-response.ts";

const everything: ErrorResponseWatcher = { holds: () => true, onEnd: () => {} };

function watched(holds: (mediaType: string) => boolean = () => true) {
  const held: HeldErrorResponse[] = [];
  const exchanged = serverResponse();
  holdErrorResponse(exchanged.res, { holds, onEnd: (response) => held.push(response) });
  return { ...exchanged, held };
}

describe("the media type of a watched response", () => {
  it.each<[string, string, (res: Response) => unknown]>([
    ["", "has none", (res) => res.writeHead(500)],
    ["text/plain", "has it in a list", (res) => res.setHeader("Content-Type", ["Text/Plain; a=b"])],
    ["", "has a number in its place", (res) => res.setHeader("Content-Type", 7)],
    ["text/a", "has it in its head", (res) => res.writeHead(500, { "content-type": "text/a" })],
    [
      "text/b",
      "has another one in its head",
      (res) => res.setHeader("Content-Type", "text/a").writeHead(500, { "Content-Type": "text/b" }),
    ],
    [
      "text/b",
      "has two in its head",
      (res) => res.writeHead(500, ["Content-Type", "text/a", "content-TYPE", "text/b"]),
    ],
    [
      "text/a",
      "has other headers in its head",
      (res) => res.setHeader("Content-Type", "text/a").writeHead(500, { A: "1" }),
    ],
  ])("is %j where it %s", (mediaType, _what, begin) => {
    const holds = vi.fn<(mediaType: string) => boolean>(() => true);
    const { res } = watched(holds);
    res.statusCode = 500;

    begin(res);
    res.write("a");

    expect(holds.mock.calls[0]).toEqual([mediaType]);
    expect(isHeld(res)).toBe(true);
  });
});

describe("an empty body", () => {
  it.each<[string, boolean, unknown[], object]>([
    ["nothing", true, [], {}],
    ["a callback", true, [() => {}], {}],
    ["null", true, [null], {}],
    ["an empty text", true, [""], {}],
    ["no bytes", true, [new Uint8Array()], {}],
    ["a length of 0", true, [], { "Content-Length": "0" }],
    ["a text", false, ["a"], {}],
    ["bytes", false, [new Uint8Array(1)], {}],
    ["a length, as for HEAD", false, [], { "Content-Length": "1" }],
  ])("of an end with %s is held whatever its type: %s", (_what, expected, args, headers) => {
    const { res, held } = watched((mediaType) => mediaType === "");
    res.statusCode = 500;
    res.setHeader("Content-Type", "text/plain");
    for (const [name, value] of Object.entries(headers)) res.setHeader(name, String(value));

    res.end(...(args as []));

    expect(held).toHaveLength(expected ? 1 : 0);
  });

  it("is not one where the response is only begun", () => {
    const { res, written } = watched((mediaType) => mediaType === "");
    res.statusCode = 500;
    res.setHeader("Content-Type", "text/plain");

    res.flushHeaders();

    expect(written()).toContain("HTTP/1.1 500 ");
  });
});

describe("a watched response that the error middleware takes over", () => {
  it("has the methods from before, though another middleware began to compress it", () => {
    const { res, written } = watched();
    const { end } = Object.getPrototypeOf(res) as Response;
    res.writeHead(500, { "Content-Encoding": "gzip" }).write("half");
    Object.assign(res, { end: (): never => expect.unreachable(), write: () => false });

    releaseHeld(res);

    expect(res.end).toBe(end);
    expect(Object.hasOwn(res, "write")).toBe(false);
    expect(res.hasHeader("Content-Encoding")).toBe(false);
    res.end("a problem");
    expect(written()).toContain("a problem");
  });

  it("has the methods from before, though another middleware may have put off its end", () => {
    const { res } = watched();
    const { end } = Object.getPrototypeOf(res) as Response;
    res.writeHead(500);
    Object.assign(res, { end: () => res });

    releaseHeld(res);

    expect(res.end).toBe(end);
  });

  it("keeps the methods of a middleware that has not ended it", () => {
    const { res } = watched();
    res.writeHead(500);
    const own = (): Response => res;
    Object.assign(res, { end: own });
    watchEnd(res);
    const { end } = res;

    releaseHeld(res);

    expect(res.end).toBe(end);
    expect(isHeld(res)).toBe(false);
  });

  it("keeps the methods of a middleware, as long as nothing of it is decided", () => {
    const { res } = watched();
    const own = (): Response => res;
    Object.assign(res, { end: own });

    releaseHeld(res);

    expect(res.end).toBe(own);
  });

  it("is not held by the methods that a middleware has kept", () => {
    const { res, held, written } = watched();
    const { end } = res;

    releaseHeld(res);
    res.statusCode = 500;
    end.call(res, "a problem", "utf8");

    expect(held).toEqual([]);
    expect(written()).toContain("a problem");
  });

  it("loses the encoding that its app has begun and not ended", () => {
    const { res } = watched();
    watchEnd(res);
    res.writeHead(500, { "Content-Encoding": "gzip" });

    releaseHeld(res);

    expect(res.hasHeader("Content-Encoding")).toBe(false);
  });

  it("is released once, whether it has ended or not", () => {
    const [open, ended] = [serverResponse().res, serverResponse().res];
    const watches = [open, ended].map(
      (res) => new ErrorResponseWatch(res, [everything], res as unknown as WriterMethods),
    );
    watches[1]?.holdsHead([500]);
    watches[1]?.end([], () => {});

    expect(watches.map((watch) => watch.release())).toEqual([true, false]);
    expect(watches.map((watch) => watch.release())).toEqual([false, false]);
    expect(watches.map((watch) => watch.holdsBody())).toEqual([false, true]);
  });

  it("is watched no more, and can be sent as an error", () => {
    const { res, held, written } = watched();
    const { write, end, writeHead, flushHeaders } = Object.getPrototypeOf(res) as Response;

    releaseHeld(res);
    releaseHeld(res);

    expect([res.write, res.end, res.writeHead, res.flushHeaders]).toEqual([
      write,
      end,
      writeHead,
      flushHeaders,
    ]);
    res.writeHead(500).end("a problem");
    expect(held).toEqual([]);
    expect(written()).toContain("a problem");
  });
});
