import type { FailureRecord } from "../report/record.ts";
import type { Reporter } from "../report/reporter.ts";

/** A reporter that keeps what it gets. */
export interface RecordingReporter extends Reporter {
  /** The records so far, oldest first. */
  readonly records: readonly FailureRecord[];
  /** Forgets them, for instance between two tests. */
  clear(): void;
}

/**
 * Makes a reporter that keeps the records, for tests that ask what the operator would see.
 *
 * @example
 * const reporter = recordingReporter();
 * app.use(errorHandler({ reporter }));
 * expect(reporter.records).toMatchObject([{ code: "article_not_found", level: "info" }]);
 */
export function recordingReporter(): RecordingReporter {
  const records: FailureRecord[] = [];
  const reporter = (record: FailureRecord): void => void records.push(record);
  const clear = (): void => void records.splice(0);
  return Object.assign(reporter, { records, clear });
}
