import { describeReceived } from "../misuse/describe-received.ts";
import type { TestedResponse } from "./tested-response.ts";

/**
 * Checks that a value is a response, before its members are read.
 *
 * @param caller The assertion or the matcher, as it is called.
 *
 * @throws {TypeError} If it is not. The message says what to write, and never repeats a text of the value.
 */
export function checkTested(caller: string, response: unknown): asserts response is TestedResponse {
  const mistake = findMistake(response);
  if (mistake !== undefined) throw new TypeError(`${caller}: response${mistake}`);
}

function findMistake(response: unknown): string | undefined {
  const { then, status, headers, text, body } = Object(response) as Members;
  // A request of supertest is not a Promise, but it has a `then` too.
  if (typeof then === "function") return " is a promise. Write await before the request.";
  if (typeof response !== "object" || response === null) {
    return ` must be a response of supertest or have status, headers and text, got ${kindOf(response)}.`;
  }
  if (typeof text === "function") {
    return ` is one of fetch. Write { status: response.status, ${plainHeaders}, text: await response.text() }.`;
  }
  if (typeof status !== "number") return `.status must be a number, got ${kindOf(status)}.`;
  if (typeof headers !== "object" || headers === null) {
    return `.headers must be an object, got ${kindOf(headers)}.`;
  }
  if (Object.prototype.toString.call(headers) === "[object Headers]") {
    return `.headers is one of fetch. Write ${plainHeaders}.`;
  }
  // Where supertest knows the media type as one of bytes, it has no text.
  if (typeof text === "string" || body instanceof Uint8Array) return undefined;
  return `.text must be a string, got ${kindOf(text)}.`;
}

type Members = Readonly<Record<string, unknown>>;

const plainHeaders = "headers: Object.fromEntries(response.headers)";

/** Describes a value without repeating a text, which may be the body of a response. */
function kindOf(value: unknown): string {
  return typeof value === "string" ? "a string" : describeReceived(value);
}
