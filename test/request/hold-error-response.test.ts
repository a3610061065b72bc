import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, it, vi } from "vitest";
import type { HeldErrorResponse } from "../../src/request/error-response-watch.ts";
import { isHeld, releaseHeld } from "../../src/request/held-response.ts";
import { holdErrorResponse } from "../../src/request/hold-error-response.ts";
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
    const { write, writeHead } = res;
    holdErrorResponse(res, { holds: () => true, onEnd: () => {} });

    res.writeHead(500).end("a");
    expect(own).not.toHaveBeenCalled();
    releaseHeld(res);
    expect([res.write, res.writeHead]).toEqual([write, writeHead]);
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

  it("asks the second of two watchers before the first", () => {
    const { res, held } = watched((mediaType) => mediaType === "text/plain");
    const second: HeldErrorResponse[] = [];
    holdErrorResponse(res, {
      holds: (mediaType) => mediaType === "application/json",
      onEnd: (response) => second.push(response),
    });

    res.writeHead(500, { "Content-Type": "application/json" }).end("{}");
    expect(second).toHaveLength(1);
    res.writeHead(500, { "Content-Type": "text/plain" }).end("no");

    expect(held).toMatchObject([{ text: "no" }]);
    expect(second).toHaveLength(1);
  });

  it("is watched once more after it was held, as Express may send a page of its own", () => {
    const { res, held, written } = watched();

    res.writeHead(404).end("first");
    res.writeHead(500).end("second");
    expect(held.map(({ text }) => text)).toEqual(["first", "second"]);
    res.writeHead(500).end("third");

    expect(held).toHaveLength(2);
    expect(written()).toContain("third");
  });

  it("leaves no method behind on a response that passes, unless other middleware has wrapped it", () => {
    const { res } = watched();
    const { write, writeHead } = Object.getPrototypeOf(res) as typeof res;
    const { end } = res;
    const wrapper = (...args: Parameters<typeof end>) => Reflect.apply(end, res, args);
    Object.assign(res, { end: wrapper });

    res.write("a");

    expect([res.write, res.writeHead]).toEqual([write, writeHead]);
    expect(res.end).toBe(wrapper);
  });

  it("keeps its head where a middleware calls the end that it has kept from before", () => {
    const { res, written } = serverResponse();
    const end = res.end.bind(res);
    holdErrorResponse(res, { holds: () => true, onEnd: () => expect.unreachable() });

    res.statusCode = 503;
    end("Timeout");

    expect(written()).toMatch(/^HTTP\/1\.1 503 [^]*\r\n\r\nTimeout$/);
  });

  it("is not decided by a head that Node refuses", () => {
    const { res, held, written } = watched();
    const refused = { "X-A": "a\nb" };

    expect(() => res.writeHead(404, refused)).toThrow("Invalid character");
    expect(() => res.writeHead(200, refused)).toThrow("Invalid character");
    expect(() => res.writeHead(9999)).toThrow("Invalid status code");
    res.writeHead(502).end("bad gateway");

    expect(held).toMatchObject([{ status: 502, text: "bad gateway" }]);
    expect(written()).toBe("");
  });

  it.each<[string, unknown]>([
    ["a text", "404"],
    ["a fraction", 404.5],
  ])("is held with a status that is %s", (_what, status) => {
    const { res, held } = watched();

    Object.assign(res, { statusCode: status });
    res.end("no");

    expect(held).toMatchObject([{ status: 404 }]);
  });

  it("is held if it is empty, whatever its type", () => {
    const { res, held } = watched((mediaType) => mediaType === "");
    res.statusCode = 401;
    res.setHeader("Content-Type", "application/json");

    res.end();

    expect(held).toEqual([
      { status: 401, contentType: "application/json", bytes: 0, text: undefined },
    ]);
  });

  it("passes if it is the head of a body that is not sent, as for HEAD", () => {
    const { res, held } = watched((mediaType) => mediaType === "");
    res.statusCode = 401;
    res.setHeader("Content-Type", "application/json");
    res.setHeader("Content-Length", 12);

    res.end();

    expect(held).toEqual([]);
  });

  it("loses the trailers of what was replaced", () => {
    const { res, written } = watched();
    res.writeHead(500, { Trailer: "X-T" }).write("a");
    res.addTrailers({ "X-T": "secret" });
    res.end();

    releaseHeld(res);
    res.write("a problem");
    res.end();

    expect(written()).not.toContain("secret");
  });
});
