import { checkOptions, isObject, type OptionCheck } from "../misuse/check-options.ts";
import { describeReceived } from "../misuse/describe-received.ts";
import { checkAssertOptions } from "./assert-options.ts";
import type { ExpectedField } from "./tested-field.ts";

/**
 * Checks the error, the members and the options of an assertion about a problem.
 *
 * @throws {TypeError} If one of them is of the wrong kind. A misspelled option would not be checked silently.
 */
export function checkExpectedProblem(
  caller: string,
  expected: unknown,
  members: unknown,
  options: unknown,
): void {
  const { code, status } = Object(expected) as Readonly<Record<string, unknown>>;
  if (typeof code !== "string" || typeof status !== "number") {
    const got = isObject(expected)
      ? `code ${describeReceived(code)} and status ${describeReceived(status)}`
      : describeReceived(expected);
    throw new TypeError(
      `${caller}: expected must be the factory of an error, such as errors.article_not_found, or { code: "article_not_found", status: 404 }, got ${got}.`,
    );
  }
  if (!isObject(members)) {
    throw new TypeError(
      `${caller}: members must be an object such as { articleId: "7" }, got ${describeReceived(members)}.`,
    );
  }
  checkAssertOptions(caller, options);
}

/**
 * Checks the pointer, the members and the options of an assertion about an invalid field.
 *
 * @throws {TypeError} If one of them is of the wrong kind.
 */
export function checkExpectedField(
  caller: string,
  pointer: unknown,
  expected: unknown,
  options: unknown,
): void {
  if (typeof pointer !== "string" || !/^#(?:$|\/)/.test(pointer)) {
    throw new TypeError(
      `${caller}: pointer must be a JSON Pointer fragment such as "#/title", got ${describeReceived(pointer)}.`,
    );
  }
  checkOptions(`${caller}: expected`, expected, fieldChecks);
  checkAssertOptions(caller, options);
}

const isString = (value: unknown): boolean => typeof value === "string";

const fieldChecks: Readonly<Record<keyof ExpectedField, OptionCheck>> = {
  in: ['a part of the request such as "body"', isString],
  code: ['a code such as "required"', isString],
  detail: ['a text such as "is required"', isString],
  also: ['an array of pointers such as ["#/end"]', Array.isArray],
  params: ["an object such as { minimum: 1 }", isObject],
};
