import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, it, vi } from "vitest";
import { isHeld, releaseHeld } from "../../src/request/held-response.ts";
import { holdResponse } from "../../src/request/hold-response.ts";
import { serverResponse } from "../support/server-response.ts";

describe("a response that is held", () => {
  it("ignores statuses, headers and writes, and sends nothing", () => {
    const { res, written } = serverResponse();
    res.statusCode = 201;
    res.setHeader("X-Kept", "1");

    holdResponse(res);
    res.statusCode = 500;
    res.setHeader("X-Kept", "2");
    res.appendHeader("X-Kept", "3");
    res.removeHeader("X-Kept");
    res.writeHead(404);
    res.flushHeaders();
    res.write("a");
    res.end("b");

    expect(written()).toBe("");
    expect(res.writableEnded).toBe(false);
    expect(res.statusCode).toBe(201);
    expect(res.getHeaders()).toEqual({ "x-kept": "1" });
  });

  it("can be chained, and says that there is room for more", () => {
    const { res } = serverResponse();

    holdResponse(res);

    expect(res.setHeader("A", "1")).toBe(res);
    expect(res.appendHeader("A", "1")).toBe(res);
    expect(res.writeHead(200)).toBe(res);
    expect(res.end()).toBe(res);
    expect(res.write("a")).toBe(true);
  });

  it("calls the callbacks of writes, for which a piped stream waits", async () => {
    const { res } = serverResponse();
    const [written, ended] = [vi.fn<() => void>(), vi.fn<() => void>()];
    holdResponse(res);

    res.write("a", written);
    res.end("b", ended);
    expect(written).not.toHaveBeenCalled();
    await nextTurn();

    expect(written).toHaveBeenCalledOnce();
    expect(ended).toHaveBeenCalledOnce();
  });

  it("lets writes through once it is released, with the status from before", () => {
    const { res, written } = serverResponse();
    res.statusCode = 201;
    res.statusMessage = "Made";
    const held = holdResponse(res);
    res.statusCode = 500;
    res.statusMessage = "Spoiled";

    expect(held.release()).toBe(true);
    res.setHeader("X-Late", "1");
    res.end("body");

    expect(written()).toMatch(/^HTTP\/1\.1 201 Made\r\nX-Late: 1\r\n[^]*body$/);
  });

  it("leaves nothing behind on the response but its status", () => {
    const { res } = serverResponse();
    const before = Object.keys(res);
    const { end } = res;

    holdResponse(res).release();

    expect(Object.keys(res)).toEqual([...before, "statusCode", "statusMessage"]);
    expect(res.end).toBe(end);
    res.statusCode = 204;
    expect(res.statusCode).toBe(204);
  });

  it("is released once", () => {
    const { res } = serverResponse();
    const held = holdResponse(res);
    expect(isHeld(res)).toBe(true);

    releaseHeld(res);

    expect(isHeld(res)).toBe(false);
    expect(held.release()).toBe(false);
  });

  it("can be held once more after it was released", () => {
    const { res, written } = serverResponse();

    for (const text of ["first", "second"]) {
      const held = holdResponse(res);
      res.end(text);
      held.release();
    }
    res.end("third");

    expect(written()).toMatch(/\r\n\r\nthird$/);
  });

  it("has no method more than before, if it is a made-up one", () => {
    const res = { end() {} };

    const held = holdResponse(res as never);
    expect(res).not.toHaveProperty("setHeaders");
    held.release();

    expect(Object.keys(res)).toEqual(["end", "statusCode", "statusMessage"]);
  });

  it("gives a middleware that replaced a method before its own method back", () => {
    const { res } = serverResponse();
    const own = vi.fn<() => typeof res>(() => res);
    Object.assign(res, { end: own });

    const held = holdResponse(res);
    res.end("ignored");
    expect(own).not.toHaveBeenCalled();
    held.release();

    expect(res.end).toBe(own);
  });

  it("lets a middleware that wraps a method while it is held go on", () => {
    const { res, written } = serverResponse();
    const held = holdResponse(res);
    const { end } = res;
    const wrapper = (text: string) => end.call(res, `${text}, wrapped`, "utf8");
    Object.assign(res, { end: wrapper });

    held.release();
    expect(res.end).toBe(wrapper);
    res.end("body");

    expect(written()).toContain("body, wrapped");
  });
});

it.each([[null], [undefined], [{}]])("releases nothing of %o", (res) => {
  expect(() => releaseHeld(res as never)).not.toThrow();
});
