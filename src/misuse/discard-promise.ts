import { isPromise } from "node:util/types";

/**
 * Returns true if a hook returned a promise where only a value counts. The promise comes too late, and its rejection
 * does not reach the process.
 */
export function discardPromise(result: unknown): result is Promise<unknown> {
  if (!isPromise(result)) return false;
  result.catch(() => {});
  return true;
}
