import { constants } from "node:os";
import { consoleProcessReporter } from "../report/console.ts";
import type { ProcessFailure } from "../report/process-failure.ts";
import { shown } from "../raise/shown.ts";

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
  for (const [name, value] of Object.entries(options)) {
    const check = checks.get(name);
    if (!check) {
      const known = [...checks.keys()].join(", ");
      throw new TypeError(
        `guardProcess: ${JSON.stringify(name)} is no option. Write one of ${known}.`,
      );
    }
    if (value !== undefined && !check.accepts(value))
      throw new TypeError(`guardProcess: ${name} must be ${check.wanted}, got ${shown(value)}.`);
  }
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

interface Check {
  readonly wanted: string;
  readonly accepts: (value: unknown) => boolean;
}

const isFunction = (value: unknown): boolean => typeof value === "function";
const isInteger = (value: unknown, from: number, to: number): boolean =>
  Number.isInteger(value) && Number(value) >= from && Number(value) <= to;

// Node fires a timer beyond this at once.
const longest = 2 ** 31 - 1;

const checks: ReadonlyMap<string, Check> = new Map<string, Check>([
  [
    "reporter",
    { wanted: "a function or false", accepts: (value) => value === false || isFunction(value) },
  ],
  ["onReport", { wanted: "a function", accepts: isFunction }],
  [
    "lameDuck",
    {
      wanted: "a whole number of milliseconds, for instance 150",
      accepts: (value) => isInteger(value, 0, longest),
    },
  ],
  [
    "deadline",
    {
      wanted: "a whole number of milliseconds above 0, for instance 10_000",
      accepts: (value) => isInteger(value, 1, longest),
    },
  ],
  [
    "exitCode",
    {
      wanted: "a whole number from 1 to 255, for 0 would tell the supervisor of success",
      accepts: (value) => isInteger(value, 1, 255),
    },
  ],
  [
    "signals",
    {
      wanted: 'an array of signal names, for instance ["SIGTERM"]',
      accepts: (value) => Array.isArray(value) && value.every((name) => name in constants.signals),
    },
  ],
  ["onClose", { wanted: "a function, for instance () => pool.end()", accepts: isFunction }],
  ["clientErrors", { wanted: "true or false", accepts: (value) => typeof value === "boolean" }],
  [
    "typeBase",
    {
      wanted: 'a string, for instance "https://api.example.com/problems/"',
      accepts: (value) => typeof value === "string",
    },
  ],
]);
