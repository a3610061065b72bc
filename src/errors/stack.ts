import { begunInDevelopment } from "../misuse/development.ts";

/**
 * Returns true if an error should have a stack trace. Capturing one takes longer than everything else that a failing
 * request does, and nobody reads the stack of an expected error. So below 500, errors have one only in development,
 * or if the option asks for it.
 */
export function wantsStack(status: number, option: boolean | undefined): boolean {
  return option ?? (status >= 500 || begunInDevelopment());
}

/** Limits stack capture to a number of frames and returns the limit to pass to `restoreStacks`, or undefined if it could not. */
export function suspendStacks(frames = 0): number | undefined {
  const { stackTraceLimit } = Error;
  if (typeof stackTraceLimit !== "number") return undefined;
  try {
    Error.stackTraceLimit = Math.min(frames, stackTraceLimit);
  } catch {
    // Error may be frozen.
    return undefined;
  }
  return stackTraceLimit;
}

/** How many frames a diagnostic error has. Some test runners set an infinite limit. */
const diagnosticFrames = 10;

/**
 * Creates an error that marks a place in the code, for developers, with a short stack.
 *
 * @param below The function whose caller is the first frame, so that frames of this package do not take up the limit.
 */
export function markPlace(
  message: string,
  below: (...args: never[]) => unknown = markPlace,
): Error {
  const limit = suspendStacks(diagnosticFrames);
  try {
    const place = new Error(message);
    Error.captureStackTrace(place, below);
    return place;
  } finally {
    restoreStacks(limit);
  }
}

/** Restores the limit of stack capture. */
export function restoreStacks(limit: number | undefined): void {
  if (limit !== undefined) Error.stackTraceLimit = limit;
}
