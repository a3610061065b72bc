import { AssertionError } from "node:assert";
import { isDeepStrictEqual } from "node:util";
import type { AssertProblemOptions } from "./assert-options.ts";
import { checkExpectedField } from "./check-expected.ts";
import { checkTested } from "./check-tested.ts";
import { showResponse } from "./read-tested.ts";
import {
  type ExpectedField,
  isTheField,
  readFields,
  showField,
  type TestedField,
} from "./tested-field.ts";
import type { TestedResponse } from "./tested-response.ts";

/**
 * Asserts that a response names an invalid field, and returns what the response says about the field. Other fields may
 * be invalid too. Checks that the status is an error, and nothing else of the problem; `assertProblem` does.
 *
 * @param response A response of supertest, or any object with `status`, `headers` and `text`.
 * @param pointer The place of the field as a JSON Pointer fragment (RFC 6901 §6), such as `#/tags/1`.
 * @param expected The expected part of the request, code, text and parameters of the field. Default: any.
 * @param options The format of the app's problems, or how to read them. Default: that of `errorHandler` without options.
 *
 * @throws {AssertionError} If the response does not name the field. The message lists the fields that it names.
 * @throws {TypeError} If the response is something else, such as a promise; if the pointer does not begin with `#`, or another argument is of the wrong kind; or if nobody says where the serializer writes fields.
 *
 * @example
 * const response = await supertest(app).post("/articles").send({ tags: ["a", ""] });
 * assertInvalidField(response, "#/tags/1", { code: "too_short" });
 */
export function assertInvalidField(
  response: TestedResponse,
  pointer: string,
  expected: ExpectedField = {},
  options: AssertProblemOptions = {},
): TestedField {
  const { field, mismatch } = compareInvalidField(
    "assertInvalidField",
    response,
    pointer,
    expected,
    options,
  );
  if (field) return field;
  throw new AssertionError({
    message: mismatch,
    operator: "assertInvalidField",
    stackStartFn: assertInvalidField,
  });
}

/** The field that was found, or the text about what the response has in place of the field. */
export type FieldComparison =
  | { readonly field: TestedField; readonly mismatch?: undefined }
  | { readonly field?: undefined; readonly mismatch: string };

/**
 * Compares the invalid fields of a response with an expected one.
 *
 * @throws {TypeError} If an argument is of the wrong kind.
 */
export function compareInvalidField(
  caller: string,
  response: TestedResponse,
  pointer: string,
  expected: ExpectedField,
  options: AssertProblemOptions,
): FieldComparison {
  checkTested(caller, response);
  checkExpectedField(caller, pointer, expected, options);
  const { fields, differences } = readFields(caller, response, options);
  const wanted = Object.entries(expected).filter(([, value]) => value !== undefined);
  const found = fields.filter((field) => isTheField(field, pointer, expected.in));
  const field = found.find((one) =>
    wanted.every(([name, value]) => isDeepStrictEqual(one[name as keyof TestedField], value)),
  );
  if (field && response.status >= 400) return { field };
  const rules = wanted
    .filter(([name]) => name !== "in")
    .map(([name, value]) => `${name} ${JSON.stringify(value)}`);
  const place = expected.in === undefined ? pointer : `${expected.in} ${pointer}`;
  const which = rules.length > 0 ? `${place} with ${rules.join(" and ")}` : place;
  const named = fields.map((one) => showField(one, expected)).join("; ") || "no field";
  const reasons = [...differences, field ? "its status is not an error" : `it names ${named}`];
  return {
    mismatch: `The response does not name the invalid field ${which}: ${reasons.join("; ")}.\n${showResponse(response)}`,
  };
}
