import type { Request, Response } from "express";
import { markPlace } from "../errors/stack.ts";
import { toError } from "../errors/to-error.ts";
import { rememberFailed } from "../request/failed-request.ts";
import { reportAfterHandled, reportDetached } from "../request/late-failures.ts";
import { rememberOrigin } from "../request/route.ts";

/** Express's `next`. */
export type Next = (error?: unknown) => void;

/** A handler, as all its runs know it. */
export interface Handler {
  /** The name in the app's source; empty if it has no name. */
  readonly name: string;
  /** Whether places in the code are remembered for developers. */
  readonly diagnose: boolean;
}

/** One run of one handler, which may pass its request on once. */
export interface HandlerRun {
  readonly handler: Handler;
  readonly req: Request;
  readonly res: Response;
  readonly next: Next;
  /** Whether `next` was called. */
  nextCalled: boolean;
  /** The error that `next` was called with. */
  nextError: unknown;
  /** Where `next` was called, in development. */
  nextCalledAt: Error | undefined;
}

/**
 * Creates the `next` of a run. The first call counts. A later call with an error still reaches the error middleware
 * while the response has not begun; every other later call is only reported.
 */
export function nextOnce(run: HandlerRun): Next {
  return function next(error) {
    if (run.nextCalled) {
      callAgain(run, error);
      return;
    }
    run.nextCalled = true;
    if (run.handler.diagnose) run.nextCalledAt = markPlace("It was called here first");
    if (isFailure(error)) {
      run.nextError = error;
      passOn(run, error);
    } else run.next(error);
  };
}

/** Ends a run with what its handler threw or rejected with. */
export function failRun(run: HandlerRun, thrown: unknown): void {
  // The handler passed the same error to `next`, so it is on its way already.
  if (run.nextError === thrown && isFailure(thrown)) return;
  const error = toError(thrown);
  if (run.nextCalled) {
    reportLate(run, error);
    return;
  }
  run.nextCalled = true;
  passOn(run, error);
}

/** Passes a failure to `next`, or only reports it where the error middleware has handled one. */
function passOn(run: HandlerRun, error: unknown): void {
  const failed = rememberOrigin(run.req, run.handler.name);
  if (!reportAfterHandled(failed, run.req, toError(error))) run.next(error);
}

function callAgain(run: HandlerRun, error: unknown): void {
  if (run.nextError === error && isFailure(error)) return;
  // A middleware that let the request pass has changed its mind, as one for timeouts does.
  if (isFailure(error) && run.nextError === undefined && !hasBegun(run.res)) {
    run.nextError = error;
    passOn(run, error);
    return;
  }
  reportSecond(run, error);
}

function hasBegun(res: Response): boolean {
  return res.headersSent || res.writableEnded || res.destroyed;
}

function reportSecond(run: HandlerRun, error: unknown): void {
  const second = new AggregateError(
    [
      ...(isFailure(error) ? [toError(error)] : []),
      ...(run.nextCalledAt ? [run.nextCalledAt] : []),
    ],
    `next was called a second time by ${run.handler.name || "a handler"}; the first call counts`,
  );
  reportLate(run, second);
}

function reportLate(run: HandlerRun, error: Error): void {
  rememberFailed(run.req).handler = run.handler.name;
  reportDetached(run.req, run.res, error);
}

/** Checks whether Express takes a value for a failure, and not for success or for a route to skip. */
function isFailure(value: unknown): boolean {
  return Boolean(value) && value !== "route" && value !== "router";
}
