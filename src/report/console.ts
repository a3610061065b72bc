import { checkOptions, type OptionCheck } from "../misuse/check-options.ts";
import { type ConsoleFormat, usesJson } from "./console-format.ts";
import { printingReporter } from "./printing-reporter.ts";
import type { Reporter } from "./reporter.ts";

/**
 * The options of `consoleReporter`.
 *
 * @example
 * const options: ConsoleReporterOptions = { format: "json" };
 */
export interface ConsoleReporterOptions {
  /**
   * `text` is for people. `json` is for programs: each record is one line of JSON. Default: `json` if NODE_ENV is
   * `production` and stderr is not a terminal, else `text`.
   */
  readonly format?: ConsoleFormat;
}

/**
 * Creates the default reporter, which prints to stderr: a line for each failure, its causes and its context, and for a
 * 5xx the stack. It prints nothing when the client has left, unless the failure is a server error other than that
 * abort. Of failures with the same method, status, code and route it prints five a
 * second and counts the rest.
 *
 * In production it prints each record as a line of JSON, unless stderr is a terminal.
 *
 * @param options The format.
 *
 * @throws {TypeError} If an option is unknown or has the wrong type.
 *
 * @example
 * app.use(errorHandler({ reporter: [consoleReporter(), tracker] }));
 */
export function consoleReporter(options: ConsoleReporterOptions = {}): Reporter {
  checkOptions("consoleReporter", options, checks);
  return printingReporter(usesJson(options.format));
}

const checks: Readonly<Record<keyof ConsoleReporterOptions, OptionCheck>> = {
  format: ['"text" or "json"', (value) => value === "text" || value === "json"],
};
