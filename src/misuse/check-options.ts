import { describeReceived } from "./describe-received.ts";
import { notCalled, resultBelongs } from "./not-called.ts";

/** The check of one option: the text that follows "must be" in the message, and the function that accepts a value. */
export type OptionCheck = readonly [wanted: string, accepts: (value: unknown) => boolean];

/**
 * Checks the options of a function. An option that is undefined counts as absent.
 *
 * @param caller The name that the message begins with.
 * @param options The options to check.
 * @param checks The check of each known option.
 * @param required The names of the options that must be present. Default: none.
 *
 * @throws {TypeError} If an option is unknown, missing or of the wrong type, or if Express passed a request, or
 * if a reporter that was not created got a record. The message reads, for example,
 * `errorHandler: debug must be true or false, got 1.`
 */
export function checkOptions(
  caller: string,
  options: unknown,
  checks: Readonly<Record<string, OptionCheck>>,
  required: readonly string[] = [],
): void {
  const known = Object.keys(checks);
  if (!isObject(options)) {
    throw new TypeError(
      `${caller}: options must be an object, got ${describeReceived(options)}. It may have ${known.join(", ")}.`,
    );
  }
  // Every request has it, and no options do.
  if ("httpVersion" in options) throw notCalled(caller);
  // Every record has it, and no options do.
  if (Object.hasOwn(options, "time")) throw resultBelongs(caller);
  // Without a prototype, so that no option is read from a polluted Object.prototype.
  const own: Readonly<Record<string, unknown>> = { __proto__: null, ...options };
  const unknown = Object.keys(own).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new TypeError(
      `${caller}: unknown option ${describeReceived(unknown)}. Write one of ${known.join(", ")}.`,
    );
  }
  for (const [name, [wanted, accepts]] of Object.entries(checks)) {
    const value = own[name];
    if (value === undefined && !required.includes(name)) continue;
    if (!accepts(value)) {
      throw new TypeError(`${caller}: ${name} must be ${wanted}, got ${describeOption(value)}.`);
    }
  }
}

/** Describes a wrong option; an array by its items, because only one of them may be wrong. */
function describeOption(value: unknown): string {
  if (!Array.isArray(value)) return describeReceived(value);
  return `[${value.map(describeReceived).join(", ")}]`;
}

/** Returns true if a value is an object and not an array. */
export function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Returns true if a value is a function. */
export function isFunction(value: unknown): boolean {
  return typeof value === "function";
}

/** The check of a boolean option. */
export const trueOrFalse: OptionCheck = [
  "true or false",
  (value) => value === true || value === false,
];
