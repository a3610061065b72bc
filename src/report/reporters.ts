import { isFunction, type OptionCheck } from "../misuse/check-options.ts";

/** The check of a `reporter` option. */
export const aReporter: OptionCheck = [
  "a function, an array of functions, or false",
  (value) =>
    value === false || isFunction(value) || (Array.isArray(value) && value.every(isFunction)),
];

/** Returns the reporters that a `reporter` option stands for: one, several, none, or the default. */
export function toReporters<Reporter extends (...args: never[]) => unknown>(
  reporter: Reporter | readonly Reporter[] | false | undefined,
  createDefault: () => Reporter,
): readonly Reporter[] {
  if (reporter === undefined) return [createDefault()];
  if (reporter === false) return [];
  return typeof reporter === "function" ? [reporter] : [...reporter];
}
