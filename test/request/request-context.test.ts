import type { Express } from "express";
import { errorHandler, requestContext, type RequestContextOptions } from "express-backstop";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { rememberFailed } from "../../src/request/failed-request.ts";
import { firstResponseOf } from "../../src/request/first-response.ts";
import { currentScope, scopeOf, signalOf } from "../../src/request/request-scope.ts";
import { express4 } from "../support/expresses.ts";
import { type Exchanged, serverResponse } from "../support/server-response.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

/** Passes a request through the middleware, and collects what it passes to `next`. */
function entered(
  options: RequestContextOptions = {},
  exchanged: Exchanged = serverResponse(),
): Exchanged & { readonly passed: unknown[] } {
  const { req, res } = exchanged;
  const passed: unknown[] = [];
  requestContext(options)(req, res, (...args: unknown[]) => void passed.push(...args));
  return { ...exchanged, passed };
}

it.each([
  [{ timeout: 0 }, "timeout must be a whole number of milliseconds"],
  [{ timeout: 1.5 }, "got 1.5"],
  [{ timeout: "30s" }, 'got "30s"'],
  [{ timeout: 2 ** 31 }, "from 1 to 2147483647"],
  [{ deadline: 1 }, 'unknown option "deadline"'],
  [null, "options must be an object, got null"],
])("refuses %o as options", (options, message) => {
  expect(() => requestContext(options as never)).toThrow(/^requestContext: /);
  expect(() => requestContext(options as never)).toThrow(message);
});

it("begins anew for another response of the same request, as unit tests make them up", () => {
  const { req } = entered();
  const other = { ...serverResponse(), req };

  entered({}, other);

  expect(scopeOf(req)?.res).toBe(other.res);
});

it.each([[{ timeout: 1 }], [{ timeout: 2 ** 31 - 1 }], [{ timeout: undefined }], [undefined]])(
  "accepts %o as options",
  (options) => {
    expect(requestContext(options as RequestContextOptions)).toHaveLength(3);
  },
);

it("says what to write where Express calls it as a middleware", () => {
  const { req, res } = serverResponse();
  const misused = requestContext as (...args: unknown[]) => unknown;

  expect(() => misused({}, res, () => {})).toThrow("Write app.use(requestContext())");
  expect(() => misused(req, res, () => {})).toThrow("Write app.use(requestContext())");
});

describe("a request with a context", () => {
  it("is the one that the code behind the middleware works for", () => {
    const { req, res } = serverResponse();
    const seen: unknown[] = [];

    requestContext()(req, res, () => void seen.push(currentScope()));

    expect(seen).toEqual([scopeOf(req)]);
    expect(scopeOf(req)).toMatchObject({ req, res, requestId: res.getHeader("X-Request-Id") });
    expect(currentScope()).toBeUndefined();
  });

  it("passes an error of its response to the error middleware, as an Error", () => {
    const { req, res, passed } = entered();
    const error = new Error("write after end");

    res.emit("error", error);
    scopeOf(req)?.fail("text");

    expect(passed).toEqual([error, expect.objectContaining({ cause: "text" })]);
  });

  it("reports a failure that comes after the first one was handled", () => {
    const { req, res, passed } = entered();
    const reported: unknown[] = [];
    const failed = rememberFailed(req);
    Object.assign(failed, { res, onLateFailure: (thrown: unknown) => reported.push(thrown) });

    scopeOf(req)?.fail("late");

    expect(reported).toEqual(["late"]);
    expect(passed).toEqual([]);
  });

  it.each([
    ["development", true],
    ["production", false],
  ])("in %s, remembers where its response was sent: %s", (environment, expected) => {
    vi.stubEnv("NODE_ENV", environment);
    const { res } = entered();

    res.end("first");

    expect(firstResponseOf(res) !== undefined).toBe(expected);
  });
});

describe("the deadline of a request", () => {
  const deadline = { timeout: 50 };
  const over2 = (state: number): Exchanged => {
    const exchanged = serverResponse();
    Object.assign(exchanged.req, { httpVersionMajor: 2, stream: { state: { state } } });
    return exchanged;
  };

  it("passes a 503 on, aborts the work, and closes the connection afterwards", () => {
    const { req, res, passed } = entered(deadline);
    const scope = scopeOf(req);

    vi.advanceTimersByTime(49);
    expect(passed).toEqual([]);
    vi.advanceTimersByTime(1);

    expect(passed).toMatchObject([
      {
        status: 503,
        code: "deadline_exceeded",
        title: "Deadline exceeded",
        message: "The server took too long to respond. Try again later.",
        expose: true,
      },
    ]);
    expect((passed[0] as Error).stack).not.toContain("\n");
    expect(scope && signalOf(scope)).toMatchObject({ aborted: true, reason: passed[0] });
    expect(res.getHeader("Connection")).toBe("close");
  });

  it("does not name a connection over HTTP/2", () => {
    const { res, passed } = entered(deadline, over2(6));

    vi.advanceTimersByTime(50);

    expect(passed).toMatchObject([{ status: 503 }]);
    expect(res.hasHeader("Connection")).toBe(false);
  });

  it.each<[string, (exchanged: Exchanged) => unknown]>([
    ["has begun its response", ({ res }) => res.write("half")],
    ["has lost its client", ({ res }) => res.emit("close")],
  ])("does not concern a request that %s", (_what, act) => {
    const exchanged = entered(deadline);
    act(exchanged);

    vi.advanceTimersByTime(50);

    expect(exchanged.passed).toEqual([]);
  });

  it("does not exist without a timeout", () => {
    const { passed } = entered();

    vi.advanceTimersByTime(2 ** 31);

    expect(passed).toEqual([]);
  });

  it("calls those who have asked for it, before the failure", () => {
    const { req, passed } = entered(deadline);
    const seen: unknown[][] = [];
    Object.assign(scopeOf(req) ?? {}, { beforeDeadline: [() => seen.push([...passed])] });

    vi.advanceTimersByTime(50);

    expect(seen).toEqual([[]]);
    expect(passed).toHaveLength(1);
  });

  it.each<[string, () => Exchanged]>([
    ["HTTP/1", () => serverResponse({ "content-length": "5" })],
    ["HTTP/2", () => over2(2)],
  ])("passes a 408 on where the body has not arrived over %s", (_name, exchange) => {
    const { req, passed } = entered(deadline, exchange());
    const onData = vi.fn<() => void>();
    req.on("data", onData);

    vi.advanceTimersByTime(50);
    req.emit("data");

    expect(passed).toMatchObject([
      { status: 408, message: "The body of the request did not arrive in time." },
    ]);
    expect(onData).not.toHaveBeenCalled();
  });

  it("calls the error middleware itself for a 408, as the parser waits for the body", () => {
    const exchanged = serverResponse({ "content-length": "5" });
    const app: Express = express4().use(errorHandler({ reporter: false }));
    Object.assign(exchanged.req, { app });
    const { res, passed } = entered(deadline, exchanged);

    vi.advanceTimersByTime(50);

    expect(passed).toEqual([]);
    expect(res.statusCode).toBe(408);
  });

  it("calls the error middleware itself for a 503, as Express can then pass on what fails later", () => {
    const exchanged = serverResponse();
    const app: Express = express4().use(errorHandler({ reporter: false }));
    Object.assign(exchanged.req, { app });
    const { passed } = entered(deadline, exchanged);

    vi.advanceTimersByTime(50);

    expect(passed).toEqual([]);
    expect(exchanged.res.statusCode).toBe(503);
  });
});
