import { describeReceived } from "../misuse/describe-received.ts";
import type { TestedResponse } from "./tested-response.ts";

/**
 * Checks that a value is a response, before its members are read.
 *
 * @param caller The assertion or the matcher, as it is called.
 *
 * @throws {TypeError} If it is not. The message says what to write, and never repeats the value.
 */
export function checkTested(caller: string, response: unknown): asserts response is TestedResponse {
  const { then, status, headers, text, body } = Object(response) as Readonly<
    Record<string, unknown>
  >;
  const refuse = (problem: string, cure: string): never => {
    throw new TypeError(`${caller}: ${problem}. ${cure}`);
  };
  // A request of supertest is not a Promise, but it has a `then` too.
  if (typeof then === "function") {
    refuse(
      "response must be a response, got the promise of one",
      "Write await before the request, such as await supertest(app).get(path).",
    );
  }
  if (typeof response !== "object" || response === null) {
    refuse(
      `response must be a response of supertest, or an object with status, headers and text, got ${kindOf(response)}`,
      "Write await supertest(app).get(path).",
    );
  }
  if (typeof text === "function") {
    refuse(
      "response must have its body as text, got a Response of fetch",
      `Write { status: response.status, ${fromHeaders}, text: await response.text() }.`,
    );
  }
  if (typeof status !== "number") {
    refuse(`response.status must be a number, got ${kindOf(status)}`, membersNeeded);
  }
  if (typeof headers !== "object" || headers === null) {
    refuse(`response.headers must be an object, got ${kindOf(headers)}`, membersNeeded);
  }
  if (Object.prototype.toString.call(headers) === "[object Headers]") {
    refuse("response.headers must be a plain object, got Headers", `Write ${fromHeaders}.`);
  }
  // Where supertest knows the media type as one of bytes, it has no text.
  if (typeof text !== "string" && !(body instanceof Uint8Array)) {
    refuse(`response.text must be a string, got ${kindOf(text)}`, membersNeeded);
  }
}

const fromHeaders = "headers: Object.fromEntries(response.headers)";
const membersNeeded =
  "Pass a response of supertest, or { status, headers, text } with the names of headers in lower case.";

/** Describes a value without repeating a text, which may be the body of a response. */
function kindOf(value: unknown): string {
  return typeof value === "string" ? "a string" : describeReceived(value);
}
