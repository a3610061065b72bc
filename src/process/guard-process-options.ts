import { constants } from "node:os";
import {
  aTypeBase,
  checkOptions,
  isFunction,
  type OptionCheck,
  trueOrFalse,
} from "../misuse/check-options.ts";
import { consoleProcessReporter } from "../report/console.ts";
import type { ProcessFailure } from "../report/process-failure.ts";

/** What `guardProcess` can be told. */
export interface GuardProcessOptions {
  /** Receives one record for each failure that reaches the process; false for silence. Default: prints to stderr. */
  readonly reporter?: ((failure: ProcessFailure) => unknown) | false;
  /** Called with each record after the reporter, for metrics or an error tracker; may return a promise. Default: none. */
  readonly onReport?: (failure: ProcessFailure) => unknown;
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
  readonly reporters: readonly ((failure: ProcessFailure) => unknown)[];
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
  const {
    reporter = consoleProcessReporter,
    onReport,
    lameDuck = 150,
    deadline = 10_000,
  } = options;
  if (lameDuck >= deadline) {
    throw new TypeError(
      `guardProcess: lameDuck must be less than deadline, got ${lameDuck} and ${deadline}. Write { lameDuck: 150, deadline: 10_000 }.`,
    );
  }
  return {
    reporters: [...(reporter === false ? [] : [reporter]), ...(onReport ? [onReport] : [])],
    lameDuck,
    deadline,
    exitCode: options.exitCode ?? 1,
    signals: [...(options.signals ?? ["SIGTERM", "SIGINT"])],
    onClose: options.onClose ?? (() => {}),
    clientErrors: options.clientErrors ?? false,
    typeBase: options.typeBase ?? "/problems/",
  };
}

const isInteger = (value: unknown, from: number, to: number): boolean =>
  Number.isInteger(value) && Number(value) >= from && Number(value) <= to;

// Node fires a timer beyond this at once.
const longest = 2 ** 31 - 1;

const checks: Readonly<Record<keyof GuardProcessOptions, OptionCheck>> = {
  reporter: ["a function or false", (value) => value === false || isFunction(value)],
  onReport: ["a function", isFunction],
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
