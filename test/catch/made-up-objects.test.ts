import { EventEmitter } from "node:events";
import type { NextFunction, Request, Response } from "express";
import {
  asyncHandler,
  callbackHandler,
  errorHandler,
  type FailureRecord,
  notFoundHandler,
  requestContext,
  validate,
} from "express-backstop";
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

describe("errorHandler with a made-up request and response", () => {
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
