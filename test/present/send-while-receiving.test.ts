import { Writable } from "node:stream";
import { setImmediate as nextTurn } from "node:timers/promises";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Mishaps } from "../../src/errors/mishaps.ts";
import { send } from "../../src/present/send.ts";
import { toRendering } from "../../src/present/serialize.ts";
import { type Exchanged, serverResponse } from "../support/server-response.ts";

afterEach(() => void vi.useRealTimers());

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

  it("ends once, and leaves no timer", () => {
    vi.useFakeTimers();
    const { req, res } = serverResponse({ "content-length": "1000" });
    const end = vi.spyOn(res, "end");
    send(req, res, head, toRendering("{}"));

    req.emit("end");
    vi.advanceTimersByTime(1000);

    expect(end).toHaveBeenCalledOnce();
    expect(vi.getTimerCount()).toBe(0);
  });

  it("reads on, though the handler has piped the body into a destination that is full", () => {
    const exchanged = serverResponse({ "content-length": "1000" });
    const { req, res } = exchanged;
    const destination = new Writable({ write() {} });
    req.pipe(destination);

    send(req, res, head, toRendering("{}"));

    expect(destination.listenerCount("unpipe")).toBe(0);
    expect(req.readableFlowing).toBe(true);
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
