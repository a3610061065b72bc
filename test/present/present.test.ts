import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { present } from "../../src/present/present.ts";
import { failureOf } from "../support/failure.ts";
import { plain } from "../support/present-options.ts";
import { type Exchanged, serverResponse } from "../support/server-response.ts";

const body =
  '{"type":"/problems/taken","title":"Taken","status":409,"code":"taken","requestId":"r1"}';

const fails = (): never => {
  throw new Error("no");
};

/** Begins a stream of events, with which a problem can follow. */
function streaming(): Exchanged {
  const exchanged = serverResponse();
  exchanged.res.setHeader("Content-Type", "text/event-stream");
  exchanged.res.write("data: 1\n\n");
  return exchanged;
}

/** Begins such a stream whose end a middleware delays until `finish` is called. */
function delayed(): Exchanged & { finish(): void } {
  const exchanged = streaming();
  const { res } = exchanged;
  const end = res.end.bind(res);
  Object.assign(res, { end: () => res });
  return { ...exchanged, finish: () => void end() };
}

describe("present", () => {
  it("sends the problem where nothing was sent", async () => {
    const { req, res, written } = serverResponse();

    expect(present(failureOf(), req, res, plain)).toBe("sent");

    await nextTurn();
    expect(written()).toMatch(/^HTTP\/1\.1 409 Conflict\r\n/);
    expect(written().split("\r\n\r\n")[1]).toBe(body);
  });

  it("has the headers of the error, and those that the app keeps", () => {
    const { req, res } = serverResponse();
    res.setHeader("X-Shard", "3").setHeader("X-Other", "4");
    const { error } = failureOf();

    void present(failureOf({ error: { ...error, headers: { Allow: "GET" } } }), req, res, {
      ...plain,
      keepHeaders: new Set(["x-shard"]),
    });

    expect(res.getHeaders()).toMatchObject({ allow: "GET", "x-shard": "3", "x-request-id": "r1" });
    expect(res.hasHeader("x-other")).toBe(false);
  });

  it.each<[string, string, (exchanged: Exchanged) => unknown]>([
    ["late", "has ended", ({ res }) => res.end("whole")],
    ["client_gone", "has lost its client", ({ socket }) => socket.destroy()],
  ])("is %s where the response %s, and writes nothing", async (outcome, _what, act) => {
    const exchanged = serverResponse();
    act(exchanged);
    const before = exchanged.written();

    expect(present(failureOf(), exchanged.req, exchanged.res, plain)).toBe(outcome);

    await nextTurn();
    expect(exchanged.written()).toBe(before);
  });

  it("ends a stream with the problem", () => {
    const failure = failureOf();
    const { req, res, written } = streaming();

    expect(present(failure, req, res, plain)).toBe("truncated");

    expect(failure.mishaps.errors).toEqual([]);
    expect(written()).toContain(`event: problem\ndata: ${body}\n\n`);
    expect(res.writableEnded).toBe(true);
  });

  it("destroys the response where a middleware throws, and does not throw itself", () => {
    const failure = failureOf();
    const { req, res } = serverResponse();
    Object.assign(res, { setHeader: fails });

    expect(present(failure, req, res, plain)).toBe("truncated");

    expect(res.destroyed).toBe(true);
    expect(failure.mishaps.errors).toMatchObject([{ message: "no" }]);
  });

  it("does not throw where the response cannot even be destroyed", () => {
    const failure = failureOf();
    const { req, res } = serverResponse();
    Object.assign(res, { setHeader: fails, destroy: fails });

    expect(present(failure, req, res, plain)).toBe("truncated");

    expect(failure.mishaps.errors).toHaveLength(2);
  });
});

describe("present, where a middleware delays the end of a response that has begun", () => {
  it("is late if the response finishes by itself", async () => {
    const { req, res, written, finish } = delayed();

    const outcome = present(failureOf(), req, res, plain);
    finish();

    expect(await outcome).toBe("late");
    expect(written()).not.toContain("problem");
  });

  it("ends the stream with the problem if the app writes more", async () => {
    const failure = failureOf();
    const { req, res } = delayed();
    const ended: unknown[] = [];
    Object.assign(res, { end: (text: string) => ended.push(text) });

    const outcome = present(failure, req, res, plain);
    res.write("more");

    expect(await outcome).toBe("truncated");
    expect(ended).toEqual([expect.stringContaining(`event: problem\ndata: ${body}\n\n`)]);
    expect(failure.mishaps.errors).toEqual([]);
  });

  it.each<[string, object, number]>([
    ["is destroyed", {}, 1],
    ["cannot be destroyed", { destroy: fails }, 2],
  ])("does not throw where the end fails and the response %s", async (_what, members, count) => {
    const failure = failureOf();
    const { req, res } = delayed();
    Object.assign(res, { end: fails, ...members });

    const outcome = present(failure, req, res, plain);
    res.write("more");

    expect(await outcome).toBe("truncated");
    expect(failure.mishaps.errors).toHaveLength(count);
    expect(res.destroyed).toBe(count === 1);
  });
});
