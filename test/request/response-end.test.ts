import { setImmediate as nextTurn } from "node:timers/promises";
import type { Response } from "express";
import { afterEach, describe, expect, it, vi } from "vitest";
import { ignoreLateWrites } from "../../src/request/ignore-late-writes.ts";
import {
  finishesByItself,
  forgetEnd,
  hasAppEnded,
  watchEnd,
} from "../../src/request/response-end.ts";
import { serverResponse } from "../support/server-response.ts";

afterEach(() => void vi.useRealTimers());

/** Creates a response whose end a middleware delays until `finish` is called. */
function delayed(): { readonly res: Response; finish(): void } {
  const { res } = serverResponse();
  const end = res.end.bind(res);
  Object.assign(res, { end: () => res });
  return { res, finish: () => void end("delayed") };
}

describe("hasAppEnded", () => {
  it("is what Node says where no middleware delays the end", () => {
    const { res } = serverResponse();
    watchEnd(res);
    expect(hasAppEnded(res)).toBe(false);
    expect(Object.hasOwn(res, "end")).toBe(false);

    res.end();

    expect(hasAppEnded(res)).toBe(true);
  });

  it("is true as soon as the app ends a response whose end a middleware delays", () => {
    const { res } = delayed();
    watchEnd(res);
    watchEnd(res);
    expect(hasAppEnded(res)).toBe(false);

    expect(res.end("a")).toBe(res);

    expect(res.writableEnded).toBe(false);
    expect(hasAppEnded(res)).toBe(true);
  });

  it("is true where the response ignores what is written, though its end may wait for the body", () => {
    const { res } = serverResponse();
    res.flushHeaders();
    ignoreLateWrites(res);

    expect(res.writableEnded).toBe(false);
    expect(hasAppEnded(res)).toBe(true);
  });

  it("is undefined where a middleware delays the end and nobody watched", () => {
    expect(hasAppEnded(delayed().res)).toBeUndefined();
  });

  it("is not watched twice, so that every call reaches the middleware once", () => {
    const { res } = serverResponse();
    const end = vi.fn<() => Response>(() => res);
    Object.assign(res, { end });

    watchEnd(res);
    watchEnd(res);
    res.end("a", "utf8");

    expect(end.mock.calls).toEqual([["a", "utf8"]]);
  });

  it("remembers the end that was watched, though it is watched once more", () => {
    const { res } = delayed();
    watchEnd(res);
    res.end();

    watchEnd(res);

    expect(hasAppEnded(res)).toBe(true);
  });

  it("is forgotten where that end was held back", () => {
    const { res } = delayed();
    watchEnd(res);
    res.end();

    forgetEnd(res);

    expect(hasAppEnded(res)).toBeUndefined();
  });

  it("is what Node says where the response has got back the method of Node as one of its own", () => {
    const { res } = serverResponse();
    const { end } = res;
    Object.assign(res, { end });

    watchEnd(res);

    expect(res.end).toBe(end);
    expect(hasAppEnded(res)).toBe(false);
  });

  it.each([[null], [undefined], ["res"]])("watches nothing of %o", (res) => {
    expect(() => watchEnd(res as never)).not.toThrow();
  });
});

describe("finishesByItself", () => {
  it("is true for a response that finishes", async () => {
    const { res, finish } = delayed();
    const finishes = finishesByItself(res);

    finish();

    expect(await finishes).toBe(true);
  });

  it.each<[string, (res: Response) => unknown]>([
    ["writes more", (res) => res.write("more")],
    ["ends it again", (res) => res.end("again")],
    ["loses its client", (res) => res.destroy()],
  ])("is false as soon as the app %s", async (_what, act) => {
    // The second never passes.
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const { res } = delayed();
    const finishes = finishesByItself(res);

    act(res);

    expect(await finishes).toBe(false);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("sends nothing of what the app writes meanwhile", async () => {
    const { res, written } = serverResponse();
    res.flushHeaders();
    await nextTurn();
    const before = written();
    const finishes = finishesByItself(res);

    expect(res.write("more")).toBe(false);
    await finishes;
    res.write("after");
    await nextTurn();

    expect(written()).toBe(`${before}5\r\nafter\r\n`);
  });

  it("is false after a second in which nothing happens", async () => {
    vi.useFakeTimers();
    const settled = vi.fn<(finished: boolean) => void>();
    void finishesByItself(delayed().res).then(settled);

    await vi.advanceTimersByTimeAsync(999);
    expect(settled).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);

    expect(settled).toHaveBeenCalledWith(false);
  });

  it("gives the response its methods back", async () => {
    const { res } = serverResponse();
    const own = vi.fn<() => Response>(() => res);
    Object.assign(res, { end: own });
    const finishes = finishesByItself(res);

    expect(res.end("ignored")).toBe(res);
    await finishes;
    res.end("let through");

    expect(own.mock.calls).toEqual([["let through"]]);
  });
});
