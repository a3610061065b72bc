import { checkOptions, isObject, type OptionCheck, trueOrFalse } from "../misuse/check-options.ts";
import { type Redact, redactor, redactSecrets } from "./redact.ts";

/**
 * Options that say what is masked in records besides passwords, tokens, keys and card numbers.
 *
 * @example
 * const redact: RedactOptions = { emails: true, patterns: [/\bcus_\w+/] };
 */
export interface RedactOptions {
  /** Whether the part of e-mail addresses before the `@` is masked. Default: false. */
  readonly emails?: boolean;
  /**
   * Expressions whose matches are masked. They meet texts of up to 4,500 characters, so their time must not grow faster
   * than the text. Default: none.
   */
  readonly patterns?: readonly RegExp[];
}

/** The check of the option `redact`. */
export const aRedaction: OptionCheck = [
  "an object such as { emails: true, patterns: [/\\bcus_\\w+/] }, or false",
  (value) => value === false || isObject(value),
];

/**
 * Returns the function that masks secrets.
 *
 * @param caller The name that the message begins with.
 * @param redact The option: false masks nothing.
 *
 * @throws {TypeError} If a member is unknown or has the wrong type.
 */
export function toRedact(caller: string, redact: RedactOptions | false | undefined): Redact {
  if (redact === undefined) return redactSecrets;
  if (redact === false) return (text) => text;
  checkOptions(`${caller}: redact`, redact, checks);
  return redactor(redact.patterns, redact.emails);
}

const checks: Readonly<Record<keyof RedactOptions, OptionCheck>> = {
  emails: trueOrFalse,
  patterns: [
    "an array of regular expressions, for instance [/\\bcus_\\w+/]",
    (value) => Array.isArray(value) && value.every((one) => one instanceof RegExp),
  ],
};
