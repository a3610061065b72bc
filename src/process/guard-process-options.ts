import { constants } from "node:os";
import { defaultTypeBase } from "../errors/type-base.ts";
import { aRedaction, type RedactOptions, toRedact } from "../inspect/redact-options.ts";
import type { Redact } from "../inspect/redact.ts";
import {
  checkOptions,
  isFunction,
  type OptionCheck,
  trueOrFalse,
} from "../misuse/check-options.ts";
import type { MinimalFormat } from "../present/minimal-problem.ts";
import { type ProblemFormat, problemFormatChecks } from "../present/problem-format.ts";
import type { ProblemSerializer } from "../present/serialize.ts";
import { consoleProcessReporter } from "../report/console-process.ts";
import type { ProcessReporter } from "../report/process-failure.ts";
import { aReporter, toReporters } from "../report/reporters.ts";

/** The options of `guardProcess()`. */
export interface GuardProcessOptions extends ProblemFormat {
  /**
   * Receives one record for each failure that reaches the process: a reporter, several, or false for none. The exit
   * waits for promises that they return, within the deadline. Default: prints to stderr, at most five failures a second of
   * the same kind.
   */
  readonly reporter?: ProcessReporter | readonly ProcessReporter[] | false;
  /** Milliseconds during which the server keeps accepting connections after the shutdown begins. Default: 150. */
  readonly lameDuck?: number;
  /** Milliseconds from the beginning of the shutdown until the process exits at the latest. Default: 10,000. */
  readonly deadline?: number;
  /** The exit code after a failure, 1 to 255. Default: 1. */
  readonly exitCode?: number;
  /** The signals that start a shutdown. Default: `["SIGTERM", "SIGINT"]`. */
  readonly signals?: readonly NodeJS.Signals[];
  /** Closes the resources that requests use, such as a database pool, after the last request. Default: none. */
  readonly onClose?: () => unknown;
  /**
   * Whether to send a problem in response to a request that Node cannot parse. Default: false, which leaves Node's own
   * empty response.
   */
  readonly clientErrors?: boolean;
  /**
   * Converts each problem to another body, as passed to `errorHandler`. Its request is the one of Node: it has what
   * Express adds only if the app has seen it, and no method, URL and headers if Node could not parse it. If the function
   * fails, the plain problem is sent, and a process warning says so. Default: the problem itself.
   */
  readonly serialize?: ProblemSerializer;
  /** The beginning of each problem's `type`, as passed to `errorHandler`. Default: `/problems/`. */
  readonly typeBase?: string;
  /**
   * Masks more in records than passwords, tokens, keys and card numbers, as passed to `errorHandler`; false masks
   * nothing. Default: `{}`.
   */
  readonly redact?: RedactOptions | false;
}

/** The options with their defaults. */
export interface ResolvedGuardProcessOptions {
  readonly reporters: readonly ProcessReporter[];
  readonly lameDuck: number;
  readonly deadline: number;
  readonly exitCode: number;
  readonly signals: readonly NodeJS.Signals[];
  readonly onClose: (() => unknown) | undefined;
  readonly clientErrors: boolean;
  readonly format: MinimalFormat;
  readonly redact: Redact;
}

/**
 * Checks the options and fills in the defaults.
 *
 * @throws {TypeError} If an option is unknown or has the wrong type.
 */
export function resolveGuardProcessOptions(
  options: GuardProcessOptions,
): ResolvedGuardProcessOptions {
  checkOptions("guardProcess", options, checks);
  const { lameDuck = 150, deadline = 10_000 } = options;
  if (lameDuck >= deadline) {
    throw new TypeError(
      `guardProcess: lameDuck must be less than deadline, got ${lameDuck} and ${deadline}. Write { lameDuck: 150, deadline: 10_000 }.`,
    );
  }
  return {
    reporters: toReporters<ProcessReporter>(options.reporter, () => consoleProcessReporter),
    lameDuck,
    deadline,
    exitCode: options.exitCode ?? 1,
    signals: [...(options.signals ?? ["SIGTERM", "SIGINT"])],
    onClose: options.onClose,
    clientErrors: options.clientErrors ?? false,
    format: { typeBase: options.typeBase ?? defaultTypeBase, serialize: options.serialize },
    redact: toRedact("guardProcess", options.redact),
  };
}

const isInteger = (value: unknown, from: number, to: number): boolean =>
  Number.isInteger(value) && Number(value) >= from && Number(value) <= to;

const canBeCaught = (name: unknown): boolean =>
  Object.keys(constants.signals).includes(String(name)) && name !== "SIGKILL" && name !== "SIGSTOP";

// Node fires a timer with a longer time immediately.
const maximumTimeout = 2 ** 31 - 1;

const checks: Readonly<Record<keyof GuardProcessOptions, OptionCheck>> = {
  reporter: aReporter,
  lameDuck: [
    "a whole number of milliseconds such as 150",
    (value) => isInteger(value, 0, maximumTimeout),
  ],
  deadline: [
    "a whole number of milliseconds above 0 such as 10_000",
    (value) => isInteger(value, 1, maximumTimeout),
  ],
  exitCode: [
    "a whole number from 1 to 255, because 0 means success",
    (value) => isInteger(value, 1, 255),
  ],
  signals: [
    'an array of signal names such as ["SIGTERM"]; no process can catch SIGKILL and SIGSTOP',
    (value) => Array.isArray(value) && value.every(canBeCaught),
  ],
  onClose: ["a function such as () => pool.end()", isFunction],
  clientErrors: trueOrFalse,
  ...problemFormatChecks,
  redact: aRedaction,
};
