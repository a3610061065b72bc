import { isNativeError } from "node:util/types";

/**
 * Turns whatever was thrown into an Error that Express cannot take for anything else.
 *
 * Errors pass as they are. All else is wrapped, with the value as `cause`: Express takes a falsy value for
 * success, and the strings `route` and `router` for a request to skip.
 */
export function toError(thrown: unknown): Error {
  return isError(thrown) ? thrown : new Error(nonErrorMessage(thrown), { cause: thrown });
}

function isError(thrown: unknown): thrown is Error {
  try {
    // The second question recognizes errors of another realm, such as those of node:vm.
    return thrown instanceof Error || isNativeError(thrown);
  } catch {
    // A revoked proxy throws at the first question.
    return false;
  }
}

function nonErrorMessage(thrown: unknown): string {
  const what = thrown === null ? "null" : typeof thrown;
  return `A value of type ${what} was thrown where an Error belongs`;
}
