import { describeReceived } from "./describe-received.ts";

/**
 * Checks that an argument is a function.
 *
 * @param name The function and the argument, such as `pipeResponse: next`.
 * @param value The argument to check.
 * @param usage The sentence that says what to write.
 *
 * @throws {TypeError} If the value is not a function.
 */
export function checkFunction(name: string, value: unknown, usage: string): void {
  if (typeof value === "function") return;
  throw new TypeError(`${name} must be a function, got ${describeReceived(value)}. ${usage}.`);
}

/**
 * Refuses a second function, which would be dropped silently.
 *
 * @throws {TypeError} If the second argument is a function. Others are those of `map`.
 */
export function refuseSecond(caller: string, second: unknown, usage: string): void {
  if (typeof second === "function") {
    throw new TypeError(`${caller} takes one function. Write ${usage}.`);
  }
}
