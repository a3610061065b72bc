import { afterEach, describe, expect, it, vi } from "vitest";
import { failRun, type HandlerRun, nextOnce } from "../../src/catch/next-once.ts";
import { rememberFailed } from "../../src/request/failed-request.ts";
import { originOf } from "../../src/request/route.ts";
import { serverResponse } from "../support/server-response.ts";
import { collectWarnings } from "../support/warnings.ts";

const warnings = collectWarnings();
// Warnings are emitted in the next turn, so those of a test are waited for before the next one begins.
afterEach(() => new Promise<void>((resolve) => void setImmediate(resolve)));
const taken = new Error("Taken.");

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
    const [failing, passing] = [begin(), begin()];

    failing.next(taken);
    passing.next("route");

    expect(originOf(failing.req)).toBeDefined();
    expect(originOf(passing.req)).toBeUndefined();
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

  it("lets the first error through after a call without one, as a middleware for timeouts needs", () => {
    const { next, passed } = begin();

    next();
    next(taken);
    next(new Error("again"));

    expect(passed).toEqual([[], [taken]].map((args) => (args.length > 0 ? args : [undefined])));
  });

  it("lets no error through once the response has begun", () => {
    const { next, passed, res } = begin();

    next();
    res.flushHeaders();
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

describe("failRun", () => {
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
