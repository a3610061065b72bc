import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, it, vi } from "vitest";
import { failedRequest, rememberFailed } from "../../src/request/failed-request.ts";
import { ignoreLateWrites, ignoresWrites } from "../../src/request/ignore-late-writes.ts";
import { type Exchanged, serverResponse } from "../support/server-response.ts";

/** Sends a response, ignores later writes, and collects what is reported of them. */
function sent(): Exchanged & { readonly reported: unknown[] } {
  const exchanged = serverResponse();
  const reported: unknown[] = [];
  const failed = rememberFailed(exchanged.req);
  failed.onLateFailure = (...args) => void reported.push(args);
  exchanged.res.end("problem");
  ignoreLateWrites(exchanged.res);
  return { ...exchanged, reported };
}

// It is done in another way on Node 20 and 22 than on newer ones; CI runs these tests on both.
describe("a response that was sent", () => {
  it("ignores everything that is written later", () => {
    const { res, written } = sent();
    const before = written();

    res.setHeader("X-Late", "1").appendHeader("X-Late", "2").removeHeader("X-Late");
    res.flushHeaders();
    res.writeHead(200).end("late");

    expect(res.write("later")).toBe(true);
    expect(written()).toBe(before);
  });

  it.each<[string, (exchanged: Exchanged) => unknown]>([
    ["write", ({ res }) => res.write("a")],
    ["end", ({ res }) => res.end("a")],
    ["writeHead", ({ res }) => res.writeHead(200)],
  ])("reports the first late %s, and no second", (_name, write) => {
    const exchanged = sent();

    write(exchanged);
    write(exchanged);

    const { req, res, reported } = exchanged;
    const error = expect.objectContaining({
      message: "A second response was sent; the first stands",
    });
    expect(reported).toEqual([[error, req, res]]);
  });

  it.each<[string, unknown[], boolean]>([
    ["nothing", [], false],
    ["a callback", [() => {}], false],
    ["a text", ["a"], true],
    ["an empty text", [""], true],
    ["bytes", [new Uint8Array(1)], true],
  ])(
    "whose problem replaced one that the app had ended, and is ended again with %s, reports it: %s",
    (_what, args, expected) => {
      const { req, res, reported } = sent();
      rememberFailed(req).replacesEnded = true;

      res.end(...(args as []));

      expect(reported).toHaveLength(expected ? 1 : 0);
    },
  );

  it("reports nothing of a request that has not failed, or that nobody listens to", () => {
    const [succeeded, unheard] = [serverResponse(), serverResponse()];
    rememberFailed(unheard.req);
    for (const { res } of [succeeded, unheard]) {
      res.end("whole");
      ignoreLateWrites(res);
    }

    expect(succeeded.res.end()).toBe(succeeded.res);
    expect(succeeded.res.end("late")).toBe(succeeded.res);
    expect(() => unheard.res.write("late")).not.toThrow();
    expect(failedRequest(succeeded.req)).toBeUndefined();
    expect(failedRequest(unheard.req)).toMatchObject({ hasLateWrite: true });
  });

  it("returns itself from what can be chained", () => {
    const { res } = sent();

    expect(res.writeHead(200)).toBe(res);
    expect(res.setHeaders(new Map([["A", "1"]]))).toBe(res);
    expect(res.flushHeaders()).toBe(res);
  });

  it("does not report a header, which sends nothing", () => {
    const { res, reported } = sent();

    res.setHeader("A", "1").flushHeaders();

    expect(reported).toEqual([]);
  });

  it("calls the callback of a late write, for which a piped stream waits", async () => {
    const { res } = sent();
    const [written, ended] = [vi.fn<() => void>(), vi.fn<() => void>()];

    res.write("a", written);
    res.end(ended);
    await nextTurn();

    expect(written).toHaveBeenCalledOnce();
    expect(ended).toHaveBeenCalledOnce();
  });

  it("is still a response of its class, with the members of a middleware", () => {
    const { res } = serverResponse();
    const proto = Object.getPrototypeOf(res) as object;
    Object.assign(res, { own: 1, end: (): never => expect.unreachable() });
    res.flushHeaders();

    ignoreLateWrites(res);
    const prototype = Object.getPrototypeOf(res) as object;
    ignoreLateWrites(res);

    expect(Object.getPrototypeOf(res)).toBe(prototype);
    expect(res.end("late")).toBe(res);
    expect(res).toMatchObject({ own: 1 });
    expect(Object.prototype.isPrototypeOf.call(proto, res)).toBe(true);
  });

  it("may have a method that is read-only", () => {
    const { res } = serverResponse();
    res.end("problem");
    Object.defineProperty(res, "end", { value: res.end });

    expect(() => ignoreLateWrites(res)).not.toThrow();
  });
});

it("ignoresWrites tells such a response, and no other one of its class", () => {
  const { res } = sent();

  expect(ignoresWrites(res)).toBe(true);
  expect(ignoresWrites(serverResponse().res)).toBe(false);
});

it("a response whose head waits in a middleware is still written, and ignores writes afterwards", async () => {
  const { res, written } = serverResponse();
  ignoreLateWrites(res);

  res.setHeader("X-Session", "1");
  res.end("problem");
  await new Promise((resolve) => {
    res.once("finish", resolve);
  });
  res.end("late");

  expect(written()).toMatch(/X-Session: 1\r\n[^]*problem$/);
  expect(res.setHeader("X-Late", "1")).toBe(res);
});

it("leaves a made-up response alone", () => {
  const res = { end() {} };

  ignoreLateWrites(res as never);

  expect(Object.keys(res)).toEqual(["end"]);
  expect(Object.getPrototypeOf(res)).toBe(Object.prototype);
});
