import { describeReceived } from "../misuse/describe-received.ts";
import { isErrorStatus } from "./status.ts";
import { isAbsoluteUri } from "./uri.ts";

/** Returns true if a value is a valid code, which matches `[a-z][a-z0-9_]{2,62}`. */
export function isCode(value: unknown): value is string {
  return typeof value === "string" && codePattern.test(value);
}

const codePattern = /^[a-z][a-z0-9_]{2,62}$/;

/**
 * Checks a status.
 *
 * @throws {RangeError} If it is not an integer from 400 to 599.
 */
export function checkStatus(status: number): void {
  if (isErrorStatus(status)) return;
  throw new RangeError(
    `HttpError: status must be an integer from 400 to 599, got ${describeReceived(status)}. Write new HttpError(404).`,
  );
}

/**
 * Checks a code.
 *
 * @throws {TypeError} If it does not match the pattern.
 */
export function checkCode(code: string): void {
  if (isCode(code)) return;
  throw new TypeError(
    `HttpError: code must match ${codePattern.source}, got ${describeReceived(code)}. Write { code: "article_not_found" }.`,
  );
}

/**
 * Checks a `type`.
 *
 * @throws {TypeError} If it is not an absolute URI.
 */
export function checkType(type: unknown): void {
  if (isAbsoluteUri(type)) return;
  throw new TypeError(
    `HttpError: type must be an absolute URI, got ${describeReceived(type)}. Write { type: "https://example.com/probs/out-of-credit" }.`,
  );
}

/** Returns the error about a message that is not a string. It goes into the record: it must not replace the one that is thrown. */
export function messageMisuse(name: string, message: unknown): TypeError {
  return new TypeError(
    `${name}: message must be a string, got ${describeReceived(message)}. The text for the client comes before the options.`,
  );
}
