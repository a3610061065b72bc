import { isNativeError } from "node:util/types";

/** Returns true for an Error, also of another realm, and false for an object that JSON of anyone may have formed. */
export function isError(value: unknown): boolean {
  try {
    return value instanceof Error || isNativeError(value);
  } catch {
    // A proxy threw.
    return false;
  }
}
