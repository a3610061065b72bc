import { EventEmitter } from "node:events";
import { PassThrough } from "node:stream";
import type { Response } from "express";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { HandlerRun } from "../../src/catch/next-once.ts";
import { rememberPiped } from "../../src/catch/piped.ts";
import { warnOfSilence } from "../../src/catch/warn-of-silence.ts";
import { attachScope, type RequestScope } from "../../src/request/request-scope.ts";
import { serverResponse } from "../support/server-response.ts";
import { collectWarnings } from "../support/warnings.ts";

const warnings = collectWarnings();
const grace = 5000;
const silence = "has settled and neither responded nor called next: its client waits.";

/** Begins the run of a handler whose request has no response yet. */
function begin(response?: unknown): HandlerRun {
  const { req, res } = serverResponse();
  const handler = { name: "save", diagnose: true };
  return {
    req,
    res: (response ?? res) as Response,
    handler,
    next: () => {},
    nextCalled: false,
    nextError: undefined,
    nextCalledAt: undefined,
  };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("a handler that has settled", () => {
  it("is named five seconds later, and not before", async () => {
    warnOfSilence("save")(begin());

    await vi.advanceTimersByTimeAsync(grace - 1);
    expect(warnings).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(warnings).toMatchObject([
      { code: "BACKSTOP_NO_RESPONSE", message: `save of GET a middleware ${silence}` },
    ]);
  });

  it("is named by its route if it has no name, without a method that Node does not know", async () => {
    const run = begin();
    Object.assign(run.req, { method: "GET /\n", route: { path: "/articles/:id" } });

    warnOfSilence("")(run);
    await vi.advanceTimersByTimeAsync(grace);

    expect(warnings).toMatchObject([
      { message: `A handler of a request of /articles/:id ${silence}` },
    ]);
  });

  it("is named once, however many of its requests wait", async () => {
    const onSettled = warnOfSilence("save");

    onSettled(begin());
    onSettled(begin());
    await vi.advanceTimersByTimeAsync(grace);
    onSettled(begin());

    expect(vi.getTimerCount()).toBe(0);
    expect(warnings).toHaveLength(1);
  });

  it("is named before the deadline of its request, which would hide the silence", async () => {
    const first = vi.fn<() => void>();
    const run = begin();
    const scope = { req: run.req, beforeDeadline: [first] } as unknown as RequestScope;
    attachScope(scope);

    warnOfSilence("save")(run);
    for (const check of scope.beforeDeadline ?? []) check();
    await vi.advanceTimersByTimeAsync(0);

    expect(first).toHaveBeenCalledOnce();
    expect(warnings).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(grace);
    expect(warnings).toHaveLength(1);
  });

  it("adds itself to a request with a deadline of which nobody has asked before", () => {
    const run = begin();
    const scope = { req: run.req, beforeDeadline: undefined } as unknown as RequestScope;
    attachScope(scope);

    warnOfSilence("save")(run);

    expect(scope.beforeDeadline).toHaveLength(1);
  });

  it("is forgotten when the response closes", () => {
    const run = begin();

    warnOfSilence("save")(run);
    run.res.emit("close");

    expect(vi.getTimerCount()).toBe(0);
  });
});

describe.each<[string, (run: HandlerRun) => void]>([
  ["has called next", (run) => (run.nextCalled = true)],
  ["has begun to respond", ({ res }) => res.flushHeaders()],
  ["has responded", ({ res }) => res.end()],
  [
    "has responded in a way that Node sends later",
    ({ res }) => Object.defineProperty(res, "writableEnded", { value: true }),
  ],
  ["has destroyed the response", ({ res }) => res.destroy()],
  ["has begun to pipe a stream", ({ res }) => new PassThrough().pipe(res)],
  ["has begun to pump a stream", ({ res }) => rememberPiped(res)],
])("a handler that %s", (_what, act) => {
  it("is not named, nor is a timer started", () => {
    const run = begin();

    act(run);
    warnOfSilence("save")(run);

    expect(vi.getTimerCount()).toBe(0);
  });

  it("is not named if it does so after it has settled", async () => {
    const run = begin();

    warnOfSilence("save")(run);
    await vi.advanceTimersByTimeAsync(grace - 1);
    act(run);
    await vi.advanceTimersByTimeAsync(1);

    expect(warnings).toEqual([]);
  });
});

it.each<[string, unknown]>([
  ["an object", { headersSent: false, once() {}, listenerCount: () => 0 }],
  ["an emitter", new EventEmitter()],
])("is silent about %s that only resembles a response", (_what, response) => {
  warnOfSilence("save")(begin(response));

  expect(vi.getTimerCount()).toBe(0);
});
