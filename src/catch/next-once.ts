import type { Request, Response } from "express";
import { toError } from "../errors/to-error.ts";
import { rememberOrigin } from "../request/failed-request.ts";
import { reportAfterHandled, reportDetached } from "../request/late-failures.ts";

/** Express's `next`. */
export type Next = (error?: unknown) => void;

/** One run of one handler, which may hand its request on once. */
export interface HandlerRun {
  readonly req: Request;
  readonly res: Response;
  readonly next: Next;
  /** Whether `next` was called. */
  nextCalled: boolean;
  /** Where it was called, in development. */
  nextCalledAt: Error | undefined;
}

/** Makes the `next` that a handler gets: the first call counts, and every later one is only reported. */
export function nextOnce(turn: HandlerRun, name: string, diagnose: boolean): Next {
  return function next(error) {
    if (turn.nextCalled) {
      reportSecond(turn, name, error);
      return;
    }
    turn.nextCalled = true;
    if (diagnose) turn.nextCalledAt = new Error("It was called here first");
    if (isFailure(error)) {
      const failed = rememberOrigin(turn.req);
      if (reportAfterHandled(failed, turn.req, toError(error))) return;
    }
    turn.next(error);
  };
}

/** Ends a turn with what the handler threw or rejected with: one failure, one Error, to whoever it concerns. */
export function failRun(turn: HandlerRun, thrown: unknown): void {
  const error = toError(thrown);
  if (turn.nextCalled) {
    reportDetached(turn.req, turn.res, error);
    return;
  }
  turn.nextCalled = true;
  const failed = rememberOrigin(turn.req);
  if (!reportAfterHandled(failed, turn.req, error)) nextAfterHandlerEnded(turn.next, error);
}

function reportSecond(turn: HandlerRun, name: string, error: unknown): void {
  const who = name || "a handler";
  const given = isFailure(error) ? [toError(error)] : [];
  const second = new AggregateError(
    [...given, ...(turn.nextCalledAt ? [turn.nextCalledAt] : [])],
    `next was called a second time by ${who}; the first call counts`,
  );
  reportDetached(turn.req, turn.res, second);
}

/** Tells what Express takes for a failure from what it takes for success or for a skip. */
function isFailure(passed: unknown): boolean {
  return Boolean(passed) && passed !== "route" && passed !== "router";
}

let endedWith: unknown;

/**
 * Hands Express a failure that ended its handler, which therefore sends nothing more. The error middleware runs before
 * this returns, unless another one before it makes it wait.
 */
export function nextAfterHandlerEnded(next: Next, failure: Error): void {
  const outer = endedWith;
  endedWith = failure;
  try {
    next(failure);
  } finally {
    endedWith = outer;
  }
}

/** Tells whether the handler of a failure is known to be over; one that called `next` itself may go on. */
export function handlerHasEnded(failure: unknown): boolean {
  return failure === endedWith;
}
