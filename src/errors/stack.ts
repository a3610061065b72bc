import { inDevelopment } from "../misuse/development.ts";

let development: boolean | undefined;

/**
 * Tells whether an error is to have a stack. Of an expected one nobody reads it, and to capture it takes longer than
 * all else that a failing request does; so below 500 it is for developers and for those who ask.
 */
export function wantsStack(status: number, asked: boolean | undefined): boolean {
  // Looked up once, at the first error: to ask the environment each time would cost what is saved.
  return asked ?? (status >= 500 || (development ??= inDevelopment()));
}

/** Limits the stacks that V8 captures, until `restoreStacks` gets the returned limit; undefined if it cannot be set. */
export function suspendStacks(frames = 0): number | undefined {
  const { stackTraceLimit } = Error;
  if (typeof stackTraceLimit !== "number") return undefined;
  try {
    Error.stackTraceLimit = Math.min(frames, stackTraceLimit);
  } catch {
    // The intrinsics are frozen.
    return undefined;
  }
  return stackTraceLimit;
}

/** How many frames a diagnostic error has; test runners set a limit of their own, even an infinite one. */
const diagnosticFrames = 10;

/** Creates an error that marks a place in the code, for developers. Its stack is short, whatever the limit of V8 is. */
export function markPlace(message: string): Error {
  const limit = suspendStacks(diagnosticFrames);
  try {
    return new Error(message);
  } finally {
    restoreStacks(limit);
  }
}

/** Has V8 capture stacks as before. */
export function restoreStacks(limit: number | undefined): void {
  if (limit !== undefined) Error.stackTraceLimit = limit;
}
