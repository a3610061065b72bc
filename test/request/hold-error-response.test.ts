import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, it, vi } from "vitest";
import { isHeld, releaseHeld } from "../../src/request/held-response.ts";
import {
  type HeldErrorResponse,
  holdErrorResponse,
} from "../../src/request/hold-error-response.ts";
import { holdResponse } from "../../src/request/hold-response.ts";
import { serverResponse } from "../support/server-response.ts";

function watched(holds: (mediaType: string) => boolean = () => true) {
  const held: HeldErrorResponse[] = [];
  const exchanged = serverResponse();
  holdErrorResponse(exchanged.res, { holds, onEnd: (response) => held.push(response) });
  return { ...exchanged, held };
}

describe("a watched response", () => {
  it("is not sent if it is an error response, and the watcher gets its end", () => {
    const { res, held, written } = watched();
    res.statusCode = 404;
    res.setHeader("Content-Type", "Text/Plain; charset=utf-8");

    res.write("no");
    expect(isHeld(res)).toBe(true);
    expect(held).toEqual([]);
    res.end("thing");

    expect(written()).toBe("");
    expect(res.headersSent).toBe(false);
    expect(res.writableEnded).toBe(false);
    expect(isHeld(res)).toBe(false);
    expect(held).toEqual([
      { status: 404, contentType: "Text/Plain; charset=utf-8", bytes: 7, text: "nothing" },
    ]);
  });

  it.each([399, 600, 200, 304])("passes with status %i", (status) => {
    const { res, held, written } = watched();
    res.statusCode = status;

    res.end("a");

    expect(held).toEqual([]);
    expect(written()).toContain(`HTTP/1.1 ${status} `);
  });

  it.each([400, 418, 599])("is held with status %i", (status) => {
    const { res, held, written } = watched();

    res.writeHead(status).end();

    expect(held).toEqual([{ status, contentType: undefined, bytes: 0, text: undefined }]);
    expect(written()).toBe("");
  });

  it("passes if the watcher does not hold its media type, which it gets in lower case", () => {
    const holds = vi.fn<(mediaType: string) => boolean>(() => false);
    const { res, written } = watched(holds);

    res.writeHead(500, { "content-TYPE": "Application/JSON ; charset=utf-8" });
    res.end("{}");

    expect(holds.mock.calls).toEqual([["application/json"]]);
    expect(written()).toMatch(
      /^HTTP\/1\.1 500 [^]*content-TYPE: Application\/JSON ; charset=utf-8[^]*\{\}/,
    );
  });

  it("has the headers of its head afterwards, for the response that follows", () => {
    const { res } = watched();
    res.setHeader("Vary", "Origin");

    res.writeHead(503, "Busy", {
      "Retry-After": 30,
      "Set-Cookie": ["a=1", "b=2"],
      ETag: undefined,
    });
    res.end();

    expect(res.getHeaders()).toEqual({
      vary: "Origin",
      "retry-after": 30,
      "set-cookie": ["a=1", "b=2"],
    });
  });

  it("has every line of a header of its head", () => {
    const { res } = watched();
    res.setHeader("Set-Cookie", "old=1");

    res.writeHead(500, ["Set-Cookie", "a=1", "set-cookie", "b=2", "X-A", "1"]).end();

    expect(res.getHeaders()).toEqual({ "set-cookie": ["a=1", "b=2"], "x-a": "1" });
  });

  it("does not tell the text of an encoded body", () => {
    const { res, held } = watched();

    res.writeHead(500, { "Content-Encoding": "gzip" }).end(Buffer.from([0x1f, 0x8b]));

    expect(held).toMatchObject([{ bytes: 2, text: undefined }]);
  });

  it("calls the hooks that other middleware has on the head, before it decides", () => {
    const { res, held } = watched();
    const { writeHead } = res;
    Object.assign(res, {
      writeHead(...args: Parameters<typeof writeHead>) {
        res.setHeader("Set-Cookie", "session=1");
        return Reflect.apply(writeHead, res, args);
      },
    });
    res.statusCode = 401;

    res.end();

    expect(held).toHaveLength(1);
    expect(res.getHeader("Set-Cookie")).toBe("session=1");
  });

  it("passes if such a hook makes a success of it", () => {
    const { res, held, written } = watched();
    const { writeHead } = res;
    Object.assign(res, { writeHead: () => writeHead.call(res, 200) });
    res.statusCode = 401;

    res.end("fine");

    expect(held).toEqual([]);
    expect(written()).toContain("HTTP/1.1 200 OK");
    expect(written()).toContain("fine");
  });

  it("gets its own methods back, and those of middleware that came before", () => {
    const { res } = serverResponse();
    const own = vi.fn<() => typeof res>(() => res);
    Object.assign(res, { end: own });
    const before = Object.keys(res);
    holdErrorResponse(res, { holds: () => true, onEnd: () => {} });

    res.writeHead(500).end("a");
    expect(own).not.toHaveBeenCalled();
    expect(Object.keys(res)).toEqual(expect.arrayContaining(before));
    expect(Object.hasOwn(res, "write")).toBe(false);
    expect(Object.hasOwn(res, "writeHead")).toBe(false);
    res.end("b");

    expect(own).toHaveBeenCalledOnce();
  });

  it("ignores what a middleware that delayed its end writes later", () => {
    const { res, held, written } = watched();
    const { write, end, flushHeaders, writeHead } = res;
    res.writeHead(500).end("a");

    expect(write.call(res, "b", "utf8")).toBe(true);
    expect(end.call(res, "c", "utf8")).toBe(res);
    expect(writeHead.call(res, 200)).toBe(res);
    flushHeaders.call(res);

    expect(held).toHaveLength(1);
    expect(written()).toBe("");
  });

  it("calls the callbacks of what it holds, for which a piped stream waits", async () => {
    const { res } = watched();
    const [written, ended] = [vi.fn<() => void>(), vi.fn<() => void>()];
    res.statusCode = 500;

    res.write("a", written);
    res.end("b", ended);
    await nextTurn();

    expect(written).toHaveBeenCalledOnce();
    expect(ended).toHaveBeenCalledOnce();
  });

  it("passes once the error middleware has taken over, whatever it sends", () => {
    const { res, held, written } = watched();

    releaseHeld(res);
    res.statusCode = 500;
    res.end("a problem");

    expect(held).toEqual([]);
    expect(written()).toContain("a problem");
  });

  it("can be sent anew by the error middleware while it is held", () => {
    const { res, held, written } = watched();
    res.writeHead(404).write("no");

    releaseHeld(res);
    res.statusCode = 500;
    res.end("a problem");

    expect(held).toEqual([]);
    expect(written()).toMatch(/^HTTP\/1\.1 500 /);
    expect(written()).not.toContain("no\r\n");
  });

  it("is still watched after a check has held it", () => {
    const { res, held } = watched();

    const check = holdResponse(res);
    res.writeHead(500).end("ignored");
    check.release();
    expect(held).toEqual([]);
    res.writeHead(500).end("held");

    expect(held).toMatchObject([{ text: "held" }]);
  });

  it("is watched by the first of two watchers", () => {
    const { res, held } = watched();
    const second = vi.fn<() => void>();

    holdErrorResponse(res, { holds: () => true, onEnd: second });
    res.writeHead(500).end();

    expect(held).toHaveLength(1);
    expect(second).not.toHaveBeenCalled();
  });
});
