import type { Violation } from "../messages/violation.ts";

/** Creates the violation of a list of allowed values, with the values if they are few and plain. */
export function notOneOf(values: unknown): Violation {
  return Array.isArray(values) && values.length <= 20 && values.every(isPlain)
    ? { code: "not_one_of", params: { values } }
    : { code: "not_one_of" };
}

// A reference in a schema of joi, for one, is an object.
function isPlain(value: unknown): boolean {
  return value === null || ["string", "number", "boolean"].includes(typeof value);
}
