import { EventEmitter } from "node:events";
import type { NextFunction, Request, Response } from "express";
import {
  asyncHandler,
  callbackHandler,
  errorHandler,
  type FailureRecord,
  notFoundHandler,
  pipeResponse,
  replaceErrorResponses,
  requestContext,
  validate,
} from "express-backstop";
import { german } from "express-backstop/messages";
import { operation, secured } from "express-backstop/openapi";
import { createMocks } from "node-mocks-http";
import { describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { collectWarnings } from "../support/warnings.ts";

// Unit tests of other projects call handlers with objects like these, in place of a server.
const warnings = collectWarnings();

function mocks(options: Parameters<typeof createMocks>[0] = {}) {
  const { req, res } = createMocks(options, { eventEmitter: EventEmitter });
  return { req, res };
}

/** Returns the JSON that was sent to a response of node-mocks-http. */
function bodyOf(res: ReturnType<typeof mocks>["res"]): unknown {
  const { _getData: data } = res;
  return JSON.parse(String(data.call(res)));
}

describe("asyncHandler with a made-up request and response", () => {
  // fault: made-up-objects
  it.each([
    ["{ json() {} }", {}, { json() {} }],
    ["an emitter with json()", {}, Object.assign(new EventEmitter(), { json() {} })],
    ["null", null, null],
    ["frozen objects", Object.freeze({}), Object.freeze({ json() {} })],
  ])("calls the handler and does not fail itself: %s", async (_what, req, res) => {
    vi.useFakeTimers();
    const rejections: unknown[] = [];
    const onRejection = (reason: unknown): unknown => rejections.push(reason);
    process.on("unhandledRejection", onRejection);
    const error = new Error("its own");
    const next = vi.fn<(error?: unknown) => void>();

    const call = (handler: () => Promise<unknown>): void =>
      asyncHandler<[object, object, NextFunction]>(handler)(req as never, res as never, next);
    call(async () => "sent");
    call(() => Promise.reject(error));
    await vi.advanceTimersByTimeAsync(6000);
    vi.useRealTimers();
    await new Promise(setImmediate);
    process.off("unhandledRejection", onRejection);

    expect(next.mock.calls).toEqual([[error]]);
    expect(rejections).toEqual([]);
    expect(warnings).toEqual([]);
  });
});

describe("the middleware on node-mocks-http", () => {
  // fault: made-up-objects
  it("sends the problem of an error, and reports it", () => {
    const records: FailureRecord[] = [];
    const { req, res } = mocks({ method: "POST", url: "/articles", body: { a: 1 } });

    errorHandler({ reporter: (record) => records.push(record) })(
      new Error("x"),
      req,
      res,
      () => {},
    );

    expect(res.statusCode).toBe(500);
    expect(bodyOf(res)).toMatchObject({ status: 500, code: "internal_error" });
    expect(records).toMatchObject([{ status: 500, outcome: "sent", error: { message: "x" } }]);
    expect(records[0]).not.toHaveProperty("alsoFailed");
  });

  // fault: made-up-objects
  it("passes on what the other handlers throw", async () => {
    const next = vi.fn<(error?: unknown) => void>();
    const { req, res } = mocks({ method: "GET", url: "/articles" });

    requestContext({ timeout: 1000 })(req, res, next);
    notFoundHandler()(req, res, next);
    validate({ query: z.object({ page: z.string() }) })(req as never, res as never, next);
    callbackHandler(next)(new Error("x"));
    asyncHandler((_req: Request, _res: Response, _next: NextFunction) =>
      Promise.reject(new Error("y")),
    )(req, res, next);

    await expect.poll(() => next.mock.calls.length).toBe(5);
    expect(next.mock.calls.map(([error]) => error && (error as Error).message)).toEqual([
      undefined,
      "No route matches this path.",
      expect.any(String),
      "x",
      "y",
    ]);
  });
});

type Middleware = (req: never, res: never, next: NextFunction) => unknown;

const body = z.object({ a: z.string() });

// Every middleware and handler of the package that does not respond by itself.
const middleware: Record<string, () => Middleware> = {
  "asyncHandler()": () =>
    asyncHandler<[object, object, NextFunction]>(async (_req, _res, next) => next()),
  "notFoundHandler()": () => notFoundHandler(),
  "operation()": () => operation({ errors: [] }),
  "operation().handler()": () =>
    operation({ errors: [] }).handler<Request, Response>((_req, _res, _fail, next) => next()),
  "pipeResponse()": () => (_req, res, next) =>
    pipeResponse(["a", "b"], res, (error) => next(error as Error)),
  "replaceErrorResponses()": () => replaceErrorResponses(),
  "replaceErrorResponses({ except })": () => replaceErrorResponses({ except: ["/files"] }),
  "requestContext()": () => requestContext(),
  "requestContext({ timeout })": () => requestContext({ timeout: 60_000 }),
  "secured()": () =>
    secured<Middleware>((_req, _res, next) => next(), {
      schemes: { bearer: { type: "http", scheme: "bearer" } },
    }),
  "validate({ body })": () => validate({ body }),
  "validate({ body }, { languages })": () => validate({ body }, { languages: { de: german } }),
  "validate({ cookies })": () => validate({ cookies: body }),
  "validate({ files })": () => validate({ files: z.object({}) }),
  "validate({ headers })": () => validate({ headers: body }),
  "validate({ params })": () => validate({ params: body }),
  "validate({ query })": () => validate({ query: body }),
  "validate({ response })": () => validate({ response: { 200: body } }),
};

/** A response as unit tests write it, with a mock for each method that the handler calls. */
function mockedResponse(): object {
  const res: Record<string, unknown> = { statusCode: 200 };
  for (const name of ["status", "json", "send", "set", "setHeader", "write", "end"]) {
    res[name] = vi.fn<() => unknown>(() => res);
  }
  return res;
}

const madeUp: Record<string, () => { req: object; res: object }> = {
  "{} and {}": () => ({ req: {}, res: {} }),
  "{ headers: {} } and {}": () => ({ req: { headers: {} }, res: {} }),
  "a body and mocked methods": () => ({ req: { body: { a: 1 } }, res: mockedResponse() }),
  "headers of a body that no parser read": () => ({
    req: { headers: { "content-length": "9" } },
    res: mockedResponse(),
  }),
  "node-mocks-http": () => mocks({ method: "GET", url: "/articles" }),
  "node-mocks-http without an emitter": () => createMocks({ method: "GET", url: "/articles" }),
};

describe.each(Object.entries(middleware))(
  "%s with a made-up request and response",
  (name, make) => {
    // fault: made-up-objects
    it.each(Object.entries(madeUp))("neither throws nor rejects: %s", async (_what, objects) => {
      const rejections: unknown[] = [];
      const onRejection = (reason: unknown): unknown => rejections.push(reason);
      process.on("unhandledRejection", onRejection);
      const next = vi.fn<(error?: unknown) => void>();
      const { req, res } = objects();

      make()(req as never, res as never, next);
      if (name.includes("response") && "json" in res)
        Reflect.apply(res.json as () => void, res, [{ a: 1 }]);
      await new Promise((resolve) => setTimeout(resolve, 5));
      process.off("unhandledRejection", onRejection);

      expect(rejections).toEqual([]);
      const [first, ...others] = next.mock.calls.map(
        ([error]) => (error as Error | undefined)?.name,
      );
      // It can only send to a response that has the methods.
      const cannotSend = name === "pipeResponse()" && !("write" in res);
      expect(first === "TypeError").toBe(cannotSend);
      expect(others.length === 0 || name.includes("response")).toBe(true);
    });
  },
);

describe("asyncHandler in a unit test without next", () => {
  const original = new Error("the original error");

  // fault: made-up-objects
  it.each([
    ["throws", () => throwing(original)],
    ["rejects", () => Promise.reject(original)],
  ])("fails with what the handler %s", async (_what, handler) => {
    const call = asyncHandler<[object, object, NextFunction]>(handler) as unknown as Middleware;
    const run = async (): Promise<unknown> => Reflect.apply(call, undefined, [{}, {}]) as unknown;

    await expect(run()).rejects.toBe(original);
  });

  it("fails with what an error middleware throws", () => {
    const wrapped = asyncHandler((error: unknown, _req: object, _res: object, _next: object) =>
      throwing(error),
    );

    expect(() => Reflect.apply(wrapped, undefined, [original, {}, {}])).toThrow(original);
  });
});

function throwing(error: unknown): never {
  throw error;
}

describe("errorHandler with a made-up request and response", () => {
  // fault: made-up-objects
  it.each(["{} and {}", "{ headers: {} } and {}", "a body and mocked methods"])(
    "passes on the error that it cannot send: %s",
    (what) => {
      const error = new Error("x");
      const next = vi.fn<(error?: unknown) => void>();
      const { req, res } = madeUp[what]?.() ?? {};

      errorHandler({ reporter: false })(error, req as never, res as never, next);

      expect(next.mock.calls).toEqual([[error]]);
    },
  );

  // fault: made-up-objects
  it.each([
    ["{}", {}, {}],
    ["an Express 4 style stub", { method: "GET", url: "/" }, { status() {}, json() {} }],
  ])("reports the error in any case: %s", (_what, req, res) => {
    const records: FailureRecord[] = [];
    const handler = errorHandler({ reporter: (record) => records.push(record) });

    handler(new Error("x"), req as never, res as never, () => {});

    expect(records).toMatchObject([{ error: { message: "x" } }]);
  });
});
