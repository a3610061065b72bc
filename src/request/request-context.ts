import { AsyncLocalStorage } from "node:async_hooks";
import type { NextFunction, Request, RequestHandler, Response } from "express";
import { HttpError } from "../errors/http-error.ts";
import { toError } from "../errors/to-error.ts";
import { checkOptions, type OptionCheck } from "../misuse/check-options.ts";
import { inDevelopment } from "../misuse/development.ts";
import { rememberOrigin, watchFirstAnswer } from "./failed-request.ts";
import { reportAfterHandled } from "./late-failures.ts";
import { requestIds } from "./request-id.ts";

/** What `requestContext` can be told. */
export interface RequestContextOptions {
  /** Milliseconds until a request without an answer gets a 503 `deadline_exceeded`. Default: none. */
  readonly timeout?: number;
}

/** One request while it lasts, for whatever runs on its behalf. */
export interface RequestScope {
  readonly req: Request;
  readonly res: Response;
  readonly requestId: string;
  /** Hands a failure to the error middleware, from wherever it was caught. */
  fail(thrown: unknown): void;
}

const storage = new AsyncLocalStorage<RequestScope>();

/**
 * Ties everything that happens on behalf of a request to that request: names it in `X-Request-Id`, keeps an
 * asynchronous context for `guardCallback`, and ends it at the deadline. Mounted first, before the body parsers.
 * Unless NODE_ENV is `production`, the report of a second answer has the place of the first.
 *
 * @param options The deadline.
 *
 * @throws {TypeError} When an option is unknown or has the wrong type.
 *
 * @example
 * app.use(requestContext({ timeout: 30_000 }));
 */
export function requestContext(options: RequestContextOptions = {}): RequestHandler {
  checkOptions("requestContext", options, checks);
  const nameRequest = requestIds();
  const { timeout } = options;
  const diagnose = inDevelopment();

  return function requestContext(req, res, next) {
    const requestId = nameRequest(req, res);
    res.setHeader("X-Request-Id", requestId);
    const scope: RequestScope = { req, res, requestId, fail: (thrown) => fail(req, next, thrown) };
    // Writing after the end is an error event, which ends the process where nobody listens.
    res.on("error", (error) => scope.fail(error));
    if (diagnose) watchFirstAnswer(res);
    if (timeout !== undefined) endAtDeadline(scope, timeout);
    storage.run(scope, next);
  };
}

/** Gives the request that the running code works for; undefined outside of any. */
export function currentScope(): RequestScope | undefined {
  return storage.getStore();
}

/** Runs a function on behalf of a request. */
export function runInScope<Result>(scope: RequestScope, run: () => Result): Result {
  return storage.run(scope, run);
}

function fail(req: Request, next: NextFunction, thrown: unknown): void {
  const failed = rememberOrigin(req);
  // The router goes on where it stands, so the error middleware after it gets the failure.
  if (!reportAfterHandled(failed, req, thrown)) next(toError(thrown));
}

function endAtDeadline(scope: RequestScope, timeout: number): void {
  const timer = setTimeout(() => {
    // An answer under way, such as an event stream, may take its time.
    if (scope.res.headersSent) return;
    // What the handler still does with this connection must not reach the next request on it.
    if (scope.req.httpVersionMajor === 1) scope.res.setHeader("Connection", "close");
    scope.fail(deadlineExceeded());
  }, timeout);
  timer.unref();
  scope.res.once("close", () => clearTimeout(timer));
}

function deadlineExceeded(): HttpError {
  return new HttpError(503, "The server took too long to answer. Try again later.", {
    code: "deadline_exceeded",
    title: "Deadline exceeded",
    expose: true,
  });
}

const checks: Readonly<Record<keyof RequestContextOptions, OptionCheck>> = {
  timeout: [
    "a whole number of milliseconds from 1 to 2147483647, for instance 30_000",
    // Node fires a timer beyond 2^31 - 1 milliseconds at once.
    (value) => Number.isInteger(value) && Number(value) > 0 && Number(value) < 2 ** 31,
  ],
};
