import type { FailureRecord } from "../report/record.ts";
import type { Reporter } from "../report/reporter.ts";

/** A reporter that stores the records it receives. */
export interface RecordingReporter extends Reporter {
  /** The stored records, oldest first. */
  readonly records: readonly FailureRecord[];
  /** Deletes the stored records, for example between two tests. */
  clear(): void;
}

/**
 * Creates a reporter that stores the records, so that tests can check them.
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
