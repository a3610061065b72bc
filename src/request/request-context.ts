import type { NextFunction, Request, RequestHandler, Response } from "express";
import { builtIn } from "../errors/built-in.ts";
import { RequestTimeoutError } from "../errors/client-errors.ts";
import { HttpError } from "../errors/http-error.ts";
import { toError } from "../errors/to-error.ts";
import { backgroundTimer } from "../express/background-timer.ts";
import { checkOptions, type OptionCheck } from "../misuse/check-options.ts";
import { inDevelopment } from "../misuse/development.ts";
import { notCalled } from "../misuse/not-called.ts";
import { whenLoaded } from "../misuse/when-loaded.ts";
import { watchFirstResponse } from "./first-response.ts";
import { isWaitingForBody, withholdBody } from "./incoming-body.ts";
import { reportAfterHandled, respondDirectly } from "./late-failures.ts";
import { requestIdHeader, requestIds } from "./request-id.ts";
import {
  abortScope,
  attachScope,
  type RequestScope,
  runInScope,
  scopeOf,
} from "./request-scope.ts";
import { rememberOrigin } from "./route.ts";
import { whenClosed } from "./when-closed.ts";

/** The options of `requestContext`. */
export interface RequestContextOptions {
  /**
   * Milliseconds until a request without a response gets a 503 `deadline_exceeded`, or a 408 `request_timeout` if its
   * body has not arrived by then; from 1 to 2,147,483,647. Default: no deadline.
   */
  readonly timeout?: number;
}

/**
 * Creates the middleware that makes a request available to all code that runs on its behalf. It sets `X-Request-Id`, makes
 * `currentRequest()` and `guardCallback` work, and ends the request at the deadline. Mount it first, before the body
 * parsers. Unless NODE_ENV is `production`, the record of a second response says where the first was sent, and a process
 * warning names a Node that should be updated.
 *
 * @param options The deadline.
 *
 * @throws {TypeError} When an option is unknown or has the wrong type, or when it gets more arguments, as from
 * `app.use(requestContext)` without the parentheses.
 *
 * @example
 * app.use(requestContext({ timeout: 30_000 }));
 */
export function requestContext(
  options: RequestContextOptions = {},
  ...misplaced: readonly never[]
): RequestHandler {
  if (misplaced.length > 0) throw notCalled("requestContext");
  checkOptions("requestContext", options, checks);
  const identify = requestIds();
  const { timeout } = options;
  const diagnose = inDevelopment();
  if (diagnose) {
    whenLoaded(import("./warn-of-old-node.ts"), ({ warnOfOldNode }) => warnOfOldNode());
  }

  return function requestContext(req, res, next) {
    const requestId = identify(req, res);
    // Here and below, a made-up response, as unit tests have them, may lack the method.
    res.setHeader?.(requestIdHeader, requestId);
    const known = scopeOf(req);
    // A made-up request may be used for several responses.
    const scope = known?.res === res ? known : beginScope(req, res, requestId, diagnose);
    // The last one that is mounted knows where in the app the request is.
    scope.fail = (thrown) => fail(req, next, thrown);
    if (timeout !== undefined) endAtDeadline(scope, timeout);
    runInScope(scope, next);
  };
}

/** Begins the scope of a request. A second `requestContext` of the same request shares it. */
function beginScope(
  req: Request,
  res: Response,
  requestId: string,
  diagnose: boolean,
): RequestScope {
  const scope: RequestScope = {
    req,
    res,
    requestId,
    startedAt: performance.now(),
    context: undefined,
    fail: () => {},
    controller: undefined,
    abortReason: undefined,
    beforeDeadline: undefined,
  };
  attachScope(scope);
  // A write after the end emits an error, which ends the process where nobody listens.
  res.on?.("error", (error: unknown) => scope.fail(error));
  if (diagnose) watchFirstResponse(res);
  return scope;
}

function fail(req: Request, next: NextFunction, thrown: unknown): void {
  const failed = rememberOrigin(req);
  // The router continues after its current layer, so the error middleware gets the failure.
  if (!reportAfterHandled(failed, req, thrown)) next(toError(thrown));
}

function endAtDeadline(scope: RequestScope, timeout: number): void {
  const timer = backgroundTimer(() => {
    // A response that has begun, such as an event stream, may take its time.
    if (scope.res.headersSent) return;
    // What the handler still writes to this connection must not reach the next request on it.
    if (scope.req.httpVersionMajor === 1) scope.res.setHeader("Connection", "close");
    for (const check of scope.beforeDeadline ?? []) check();
    const error = isWaitingForBody(scope.req) ? uploadTimedOut(scope.req) : deadlineExceeded();
    // Not by way of next: Express would have no error middleware left for what the handler still fails with.
    if (!respondDirectly(scope.req, scope.res, error)) scope.fail(error);
    abortScope(scope, error);
  }, timeout);
  whenClosed(scope.req, scope.res, () => clearTimeout(timer));
}

function deadlineExceeded(): HttpError {
  const { status, title, detail } = builtIn.deadline_exceeded;
  return new HttpError(status, detail, {
    code: "deadline_exceeded",
    title,
    expose: true,
    // A timer has no frames but those of Node and of this package.
    stack: false,
  });
}

/** The client was too slow (RFC 9110 §15.5.9), and not this server. */
function uploadTimedOut(req: Request): HttpError {
  // The parser that waits for the body would call `next` with it, or with an error.
  withholdBody(req);
  return new RequestTimeoutError("The body of the request did not arrive in time.");
}

const checks: Readonly<Record<keyof RequestContextOptions, OptionCheck>> = {
  timeout: [
    "a whole number of milliseconds from 1 to 2147483647, for instance 30_000",
    // Node fires a timer beyond 2^31 - 1 milliseconds at once.
    (value) => Number.isInteger(value) && Number(value) > 0 && Number(value) < 2 ** 31,
  ],
};
