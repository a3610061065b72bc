import type { Violation } from "../messages/violation.ts";

/** Creates the violation of a list of allowed values, with the values if they are plain. */
export function notOneOf(values: readonly unknown[] | undefined): Violation {
  return values?.every(isPlain)
    ? { code: "not_one_of", params: { values } }
    : { code: "not_one_of" };
}

const maximumValues = 20;
/** The maximum length of all values together. */
const maximumText = 256;

/** Returns a violation without its allowed values if they are too many, or too long, to be sent. */
export function withFewValues(violation: Violation): Violation {
  const values = violation.params?.["values"];
  if (violation.code !== "not_one_of" || !Array.isArray(values)) return violation;
  const isShort = values.length <= maximumValues && values.join("").length <= maximumText;
  return isShort ? violation : { code: "not_one_of" };
}

// A reference in a schema of joi, for one, is an object.
function isPlain(value: unknown): boolean {
  return value === null || ["string", "number", "boolean"].includes(typeof value);
}
