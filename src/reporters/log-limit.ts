import { checkOptions, type OptionCheck } from "../misuse/check-options.ts";
import { type FailureKind, kindMembers, kindOf } from "../report/failure-kind.ts";
import { rateLimit } from "../report/rate-limit.ts";
import type { FailureRecord, FailureSummary } from "../report/record.ts";
import type { ReportedFailure, Reporter } from "../report/reporter.ts";

/**
 * The options of the reporters that write to a log.
 *
 * @example
 * const options: LogReporterOptions = { perSecond: Infinity };
 */
export interface LogReporterOptions {
  /**
   * How many failures with the same method, status, code and route are logged in a second, from 1; the others are
   * counted, and a line at the end of the second has the count. `Infinity` logs each. Default: 5.
   */
  readonly perSecond?: number;
}

/** Members of the line that stands for the failures that were not logged. */
export interface Suppressed extends Partial<FailureKind> {
  /** How many failures were not logged. */
  readonly suppressed: number;
}

/** The two lines that a reporter writes. */
export interface LogWriter {
  readonly write: (record: FailureRecord, failure: ReportedFailure) => void;
  readonly summarize: (suppressed: Suppressed, message: string) => void;
}

/** Creates a reporter that writes at most so many lines a second for failures of a kind. */
export function limitedReporter(
  caller: string,
  { write, summarize }: LogWriter,
  options: LogReporterOptions,
): Reporter {
  checkOptions(caller, options, checks);
  const { perSecond } = options;
  const admits = rateLimit<FailureSummary>(
    kindMembers,
    (summary, suppressed) => {
      const count = suppressed.toLocaleString("en-US");
      const what = summary ? `${summary.status} ${summary.code}` : "other failures";
      summarize({ suppressed, ...(summary && kindOf(summary)) }, `… and ${count} more: ${what}`);
    },
    perSecond,
  );
  return Object.assign(write, { wants: (summary: FailureSummary) => admits(summary) });
}

const checks: Readonly<Record<keyof LogReporterOptions, OptionCheck>> = {
  perSecond: [
    "a whole number from 1, or Infinity",
    (value) => value === Infinity || (Number.isInteger(value) && Number(value) >= 1),
  ],
};
