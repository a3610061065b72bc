import { type RecordedError, toRecordedError } from "../inspect/recorded-error.ts";
import { resultBelongs } from "../misuse/not-called.ts";

/** Calls each reporter; one that throws or rejects is named in a warning, and the others still get the record. */
export function handOver<Record, Failure>(
  record: Record,
  failure: Failure,
  reporters: readonly ((record: Record, failure: Failure) => unknown)[],
): void {
  for (const reporter of reporters) {
    try {
      const result = reporter(record, failure);
      if (typeof result === "function") throw resultBelongs(reporter.name);
      // A thenable of any kind may reject, and its rejection must not reach the process.
      if (typeof result === "object" && result !== null) {
        Promise.resolve(result).catch((error: unknown) => warnOfReporter(error, record));
      }
    } catch (error) {
      warnOfReporter(error, record);
    }
  }
}

/**
 * Warns that a reporter failed, on the channel of the process, because the log has just failed.
 *
 * @param record The record that the reporter was given. Its error would be lost otherwise.
 */
export function warnOfReporter(error: unknown, record?: unknown): void {
  const { message } = toRecordedError(error, false);
  // The record of a shutdown has no error.
  const { error: failed } = Object(record) as { readonly error?: RecordedError };
  const lost = failed ? `. The failure: ${failed.name}: ${failed.message}` : "";
  process.emitWarning(`A failure could not be reported: ${message}${lost}`, {
    code: "BACKSTOP_REPORTER_FAILED",
  });
}
