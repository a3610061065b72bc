import type { Request, Response } from "express";
import { reportAside, reportLate } from "../request/late-failures.ts";
import { rememberOrigin } from "../request/origin.ts";
import { passOver } from "./over.ts";
import { toError } from "../errors/to-error.ts";

/** Express's `next`. */
export type Next = (error?: unknown) => void;

/** One run of one handler, which may hand its request on once. */
export interface Turn {
  readonly req: Request;
  readonly res: Response;
  readonly next: Next;
  /** Whether `next` was called. */
  passed: boolean;
  /** Where it was called, in development. */
  passedAt: Error | undefined;
}

/** Makes the `next` that a handler gets: the first call counts, and every later one is only reported. */
export function nextOnce(turn: Turn, name: string, diagnose: boolean): Next {
  return function next(error) {
    if (turn.passed) {
      reportSecond(turn, name, error);
      return;
    }
    turn.passed = true;
    if (diagnose) turn.passedAt = new Error("It was called here first");
    if (isFailure(error)) {
      const failed = rememberOrigin(turn.req);
      if (reportLate(failed, turn.req, toError(error))) return;
    }
    turn.next(error);
  };
}

/** Ends a turn with what the handler threw or rejected with: one failure, one Error, to whoever it concerns. */
export function failTurn(turn: Turn, thrown: unknown): void {
  const error = toError(thrown);
  if (turn.passed) {
    reportAside(turn.req, turn.res, error);
    return;
  }
  turn.passed = true;
  const failed = rememberOrigin(turn.req);
  if (!reportLate(failed, turn.req, error)) passOver(turn.next, error);
}

function reportSecond(turn: Turn, name: string, error: unknown): void {
  const who = name || "a handler";
  const given = isFailure(error) ? [toError(error)] : [];
  const second = new AggregateError(
    [...given, ...(turn.passedAt ? [turn.passedAt] : [])],
    `next was called a second time by ${who}; the first call counts`,
  );
  reportAside(turn.req, turn.res, second);
}

/** Tells what Express takes for a failure from what it takes for success or for a skip. */
function isFailure(passed: unknown): boolean {
  return Boolean(passed) && passed !== "route" && passed !== "router";
}
