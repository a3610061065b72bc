import { constants } from "node:os";
import { defaultTypeBase } from "../errors/limits.ts";
import {
  aTypeBase,
  checkOptions,
  isFunction,
  type OptionCheck,
  trueOrFalse,
} from "../misuse/check-options.ts";
import { consoleProcessReporter } from "../report/console.ts";
import type { ProcessReporter } from "../report/process-failure.ts";
import { aReporter, toReporters } from "../report/reporters.ts";

/** What `guardProcess` can be told. */
export interface GuardProcessOptions {
  /**
   * Receives one record for each failure that reaches the process: a reporter, several, or false for none. The exit
   * waits for promises that they return, within the deadline. Default: prints to stderr.
   */
  readonly reporter?: ProcessReporter | readonly ProcessReporter[] | false;
  /** Milliseconds to go on accepting connections before the server closes. Default: 150. */
  readonly lameDuck?: number;
  /** Milliseconds from the beginning of the end until the process has exited, at the latest. Default: 10 000. */
  readonly deadline?: number;
  /** The exit code after a failure, 1 to 255. Default: 1. */
  readonly exitCode?: number;
  /** The signals that ask for a clean end. Default: SIGTERM and SIGINT. */
  readonly signals?: readonly NodeJS.Signals[];
  /** Closes what the requests needed, such as a database pool, after the last of them. Default: nothing. */
  readonly onClose?: () => unknown;
  /** Whether bytes that Node cannot read as a request are answered with a problem. Default: false, Node's own 400. */
  readonly clientErrors?: boolean;
  /** What `type` begins with; as given to `errorHandler`. Default: `/problems/`. */
  readonly typeBase?: string;
}

/** The options with their defaults. */
export interface ResolvedGuardProcessOptions {
  readonly reporters: readonly ProcessReporter[];
  readonly lameDuck: number;
  readonly deadline: number;
  readonly exitCode: number;
  readonly signals: readonly NodeJS.Signals[];
  readonly onClose: () => unknown;
  readonly clientErrors: boolean;
  readonly typeBase: string;
}

/** Checks the options and fills in the defaults, once. */
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
    onClose: options.onClose ?? (() => {}),
    clientErrors: options.clientErrors ?? false,
    typeBase: options.typeBase ?? defaultTypeBase,
  };
}

const isInteger = (value: unknown, from: number, to: number): boolean =>
  Number.isInteger(value) && Number(value) >= from && Number(value) <= to;

// Node fires a timer beyond this at once.
const longest = 2 ** 31 - 1;

const checks: Readonly<Record<keyof GuardProcessOptions, OptionCheck>> = {
  reporter: aReporter,
  lameDuck: [
    "a whole number of milliseconds, for instance 150",
    (value) => isInteger(value, 0, longest),
  ],
  deadline: [
    "a whole number of milliseconds above 0, for instance 10_000",
    (value) => isInteger(value, 1, longest),
  ],
  exitCode: [
    "a whole number from 1 to 255, for 0 would tell the supervisor of success",
    (value) => isInteger(value, 1, 255),
  ],
  signals: [
    'an array of signal names, for instance ["SIGTERM"]',
    (value) => Array.isArray(value) && value.every((name) => name in constants.signals),
  ],
  onClose: ["a function, for instance () => pool.end()", isFunction],
  clientErrors: trueOrFalse,
  typeBase: aTypeBase,
};
