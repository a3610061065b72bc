import type { HttpErrorOptions } from "../errors/http-error.ts";
import { isCause } from "../errors/is-cause.ts";
import { isObject } from "../misuse/check-options.ts";
import { describeReceived } from "../misuse/describe-received.ts";

/** The options of a factory call: the cause and the context for reporters, the invalid fields and `instance` for the client. */
export type ThrowOptions = Pick<
  HttpErrorOptions,
  "cause" | "context" | "errors" | "errorCount" | "instance"
>;

const throwOptionNames = ["cause", "context", "errors", "errorCount", "instance"] as const;

/** Picks the known options, so that a call cannot override the declared status or headers. */
export function pickThrowOptions(given: ThrowOptions | undefined): ThrowOptions | undefined {
  if (given === undefined) return undefined;
  if (isCause(given)) return { cause: given };
  try {
    const entries = throwOptionNames.map((name) => [name, given[name]] as const);
    return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
  } catch {
    // A getter may throw. The error is created without the options.
    return {};
  }
}

/** Returns the errors about options that a factory does not have, such as data where none is declared. */
export function optionMistakes(
  code: string,
  given: unknown,
  lacksData: boolean,
): readonly TypeError[] {
  try {
    if (given === undefined || isCause(given)) return [];
    if (!isObject(given)) {
      const received = describeReceived(given);
      return [new TypeError(`errors.${code}: options must be an object, got ${received}.`)];
    }
    const names: readonly string[] = throwOptionNames;
    const unknown = Object.keys(given).find((name) => !names.includes(name));
    if (unknown === undefined) return [];
    const advice = lacksData ? `. It declares no data: add the schema "data" for members` : "";
    return [new TypeError(`errors.${code}: unknown option ${describeReceived(unknown)}${advice}.`)];
  } catch {
    // A proxy may throw.
    return [];
  }
}
