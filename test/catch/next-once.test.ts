import type { Response } from "express";
import { afterEach, describe, expect, it, vi } from "vitest";
import { failRun, type HandlerRun, type Next, nextOnce } from "../../src/catch/next-once.ts";
import { rememberFailed } from "../../src/request/failed-request.ts";
import { originOf } from "../../src/request/route.ts";
import { serverResponse } from "../support/server-response.ts";
import { collectWarnings } from "../support/warnings.ts";

const warnings = collectWarnings();
// Warnings are emitted in the next turn, so those of a test are waited for before the next one begins.
afterEach(() => new Promise<void>((resolve) => void setImmediate(resolve)));
const taken = new Error("Taken.");
const firstPlace = expect.objectContaining({ message: "It was called here first" }) as unknown;

/** Begins the run of a handler, and collects what reaches Express. */
function begin({ diagnose = false, name = "save" } = {}) {
  const { req, res } = serverResponse();
  const passed: unknown[][] = [];
  const run: HandlerRun = {
    req,
    res,
    handler: { name, diagnose },
    next: (...args) => void passed.push(args),
    nextCalled: false,
    nextError: undefined,
    nextCalledAt: undefined,
  };
  return { run, next: nextOnce(run), passed, req, res };
}

describe("the next of a run", () => {
  it.each([[undefined], ["route"], ["router"], [taken], ["text"], [0]])(
    "passes %o on to Express as it is",
    (value) => {
      const { next, passed } = begin();

      next(value);

      expect(passed).toEqual([[value]]);
    },
  );

  it("remembers where a request failed, and nothing of one that did not", () => {
    const [failing, passing, leaving] = [begin(), begin(), begin()];

    failing.next(taken);
    passing.next("route");
    leaving.next("router");

    expect(originOf(failing.req)).toBeDefined();
    expect(rememberFailed(failing.req).handler).toBe("save");
    expect(originOf(passing.req)).toBeUndefined();
    expect(originOf(leaving.req)).toBeUndefined();
  });

  it.each([
    ["the same error", taken, taken],
    ["an error after the first", taken, new Error("again")],
    ["nothing after an error", taken, undefined],
    ["nothing twice", undefined, undefined],
  ])("passes %s on once", (_what, first, second) => {
    const { next, passed } = begin();

    next(first);
    next(second);

    expect(passed).toEqual([[first]]);
  });

  it("is silent about a second call with the same error", async () => {
    const { next } = begin();

    next(taken);
    next(taken);
    await new Promise(setImmediate);

    expect(warnings).toEqual([]);
  });

  it("lets the first error through after a call without one, as a middleware for timeouts needs", () => {
    const { next, passed } = begin();

    next();
    next(taken);
    next(new Error("again"));

    expect(passed).toEqual([[], [taken]].map((args) => (args.length > 0 ? args : [undefined])));
  });

  it.each<[string, (res: Response) => void]>([
    ["has begun", (res) => res.flushHeaders()],
    [
      "has ended, and Node sends it later",
      (res) => Object.defineProperty(res, "writableEnded", { value: true }),
    ],
    ["is destroyed", (res) => res.destroy()],
  ])("lets no error through once the response %s", (_what, act) => {
    const { next, passed, res } = begin();

    next();
    act(res);
    next(taken);

    expect(passed).toEqual([[undefined]]);
  });

  it("reports a second call with the name of the handler, its error, and the place of the first", async () => {
    const { next, res } = begin({ diagnose: true });

    (function callFirst() {
      next();
    })();
    res.flushHeaders();
    next(taken);

    await expect
      .poll(() => warnings)
      .toMatchObject([
        {
          code: "BACKSTOP_FAILED_DETACHED",
          detail: expect.stringContaining(
            "next was called a second time by save; the first call counts",
          ),
        },
      ]);
  });

  it.each<[string, unknown, boolean, unknown[]]>([
    ["its error", taken, false, [taken]],
    ["the place of the first", "route", true, [firstPlace]],
    ["both", taken, true, [taken, firstPlace]],
    ["neither", "route", false, []],
  ])("reports with a second call %s", (_what, error, diagnose, errors) => {
    const { next, req, res } = begin({ diagnose });
    const onLateFailure = vi.fn<(error: AggregateError) => void>();

    next();
    res.flushHeaders();
    Object.assign(rememberFailed(req), { onLateFailure, res });
    next(error);

    expect(onLateFailure.mock.calls[0]?.[0].errors).toEqual(errors);
    expect(rememberFailed(req).handler).toBe("save");
  });

  it("has no name for a handler without one", async () => {
    const { next } = begin({ name: "" });

    next();
    next();

    await expect
      .poll(() => warnings)
      .toMatchObject([{ detail: expect.stringContaining("a second time by a handler;") }]);
  });

  it("remembers the place of the first call in development alone", () => {
    const [diagnosed, plain] = [begin({ diagnose: true }), begin()];

    diagnosed.next();
    plain.next();

    expect(diagnosed.run.nextCalledAt?.message).toBe("It was called here first");
    expect(plain.run.nextCalledAt).toBeUndefined();
  });

  it("reports an error of a request whose failure was handled, and passes nothing on", () => {
    const { next, passed, req, res } = begin();
    const onLateFailure = vi.fn<() => void>();
    Object.assign(rememberFailed(req), { onLateFailure, res });

    next(taken);

    expect(onLateFailure).toHaveBeenCalledExactlyOnceWith(taken, req, res);
    expect(passed).toEqual([]);
  });
});

describe("a request whose failure was handled", () => {
  it.each<[string, (run: HandlerRun, next: Next) => void, unknown[][]]>([
    ["that a handler throws", (run) => failRun(run, taken), []],
    ["that follows a call without one", (_run, next) => (next(), next(taken)), [[undefined]]],
  ])("has an error reported %s, and passes it to nobody", (_what, fail, calls) => {
    const { run, next, passed, req, res } = begin();
    const onLateFailure = vi.fn<() => void>();
    Object.assign(rememberFailed(req), { onLateFailure, res });

    fail(run, next);

    expect(onLateFailure).toHaveBeenCalledExactlyOnceWith(taken, req, res);
    expect(passed).toEqual(calls);
  });
});

describe("failRun", () => {
  it("remembers the handler and the place of the failure", () => {
    const { run, req } = begin();

    failRun(run, taken);

    expect(rememberFailed(req).handler).toBe("save");
    expect(originOf(req)).toBeDefined();
  });

  it("passes what was thrown to next, as an Error", () => {
    const { run, passed } = begin();

    failRun(run, "text");

    expect(passed).toEqual([[expect.objectContaining({ cause: "text" })]]);
    expect(run.nextCalled).toBe(true);
  });

  it("is silent about an error that the handler has passed on itself", async () => {
    const { run, next, passed } = begin();

    next(taken);
    failRun(run, taken);
    await new Promise(setImmediate);

    expect(passed).toEqual([[taken]]);
    expect(warnings).toEqual([]);
  });

  it.each([[new Error("other")], [undefined], ["route"]])(
    "reports %o that is thrown after next was called, and passes nothing on",
    async (thrown) => {
      const { run, next, passed } = begin();

      next();
      failRun(run, thrown);

      expect(passed).toEqual([[undefined]]);
      await expect.poll(() => warnings).toMatchObject([{ code: "BACKSTOP_FAILED_DETACHED" }]);
    },
  );
});
