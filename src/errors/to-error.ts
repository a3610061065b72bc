import { isNativeError } from "node:util/types";

/**
 * Converts a thrown value to an Error that is safe to pass to `next`.
 *
 * Returns an Error unchanged. Wraps every other value in an Error with the value as `cause`, because Express treats a
 * falsy value as success, and the strings `route` and `router` as commands to skip handlers.
 */
export function toError(thrown: unknown): Error {
  return isError(thrown) ? thrown : new Error(nonErrorMessage(thrown), { cause: thrown });
}

function isError(thrown: unknown): thrown is Error {
  try {
    // The second check recognizes errors of another realm, such as those of node:vm.
    return thrown instanceof Error || isNativeError(thrown);
  } catch {
    // A revoked proxy throws.
    return false;
  }
}

function nonErrorMessage(thrown: unknown): string {
  const what = thrown === null ? "null" : typeof thrown;
  return `A value of type ${what} was thrown where an Error belongs`;
}
