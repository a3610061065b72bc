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

/** Has V8 capture no stack until `restoreStacks` gets what this gives back; undefined where there is nothing to do. */
export function suspendStacks(): number | undefined {
  const { stackTraceLimit } = Error;
  if (typeof stackTraceLimit !== "number") return undefined;
  try {
    Error.stackTraceLimit = 0;
  } catch {
    // The intrinsics are frozen.
    return undefined;
  }
  return stackTraceLimit;
}

/** Has V8 capture stacks as before. */
export function restoreStacks(limit: number | undefined): void {
  if (limit !== undefined) Error.stackTraceLimit = limit;
}
