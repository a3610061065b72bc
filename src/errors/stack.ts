import { inDevelopment } from "../misuse/development.ts";

let development: boolean | undefined;

/**
 * Returns true if an error should have a stack trace. Capturing one takes longer than everything else that a failing
 * request does, and nobody reads the stack of an expected error. So below 500, errors have one only in development,
 * or if the option asks for it.
 */
export function wantsStack(status: number, option: boolean | undefined): boolean {
  // Read once, at the first error, because reading process.env is slow.
  return option ?? (status >= 500 || (development ??= inDevelopment()));
}

/** Turns off stack capture and returns the limit to pass to `restoreStacks`, or undefined if it could not. */
export function suspendStacks(): number | undefined {
  const { stackTraceLimit } = Error;
  if (typeof stackTraceLimit !== "number") return undefined;
  try {
    Error.stackTraceLimit = 0;
  } catch {
    // Error may be frozen.
    return undefined;
  }
  return stackTraceLimit;
}

/** Turns stack capture on again. */
export function restoreStacks(limit: number | undefined): void {
  if (limit !== undefined) Error.stackTraceLimit = limit;
}
