import type { Request, Response } from "express";
import type { FailureRecord, FailureSummary } from "./record.ts";

/** The real objects behind a record, for trackers and tracers that need more than its data. */
export interface ReportedFailure {
  /** The value that was thrown, unchanged. */
  readonly error: unknown;
  /** The request that failed. */
  readonly req: Request;
  /** Its response; the `outcome` of the record says how it ended. */
  readonly res: Response;
}

/**
 * Receives one record for each failure, after the client got its response. A reporter that throws or rejects is named
 * in a process warning; the other reporters still get the record.
 *
 * @example
 * const sampled: Reporter = Object.assign((record: FailureRecord) => log.warn(record), {
 *   wants: ({ status }: FailureSummary) => status >= 500 || Math.random() < 0.01,
 * });
 *
 * @example
 * const tracker: Reporter = (record, { error }) => {
 *   if (record.level === "error") errorTracker.captureException(error, { extra: { record } });
 * };
 */
export interface Reporter {
  (record: FailureRecord, failure: ReportedFailure): unknown;
  /** Called first: a reporter that returns false gets no record. Default: every failure is wanted. */
  readonly wants?: (summary: FailureSummary) => boolean;
}
