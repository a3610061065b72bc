import type { FailureSummary, Reporter } from "./record.ts";
import { toRecordedError } from "./recorded-error.ts";

const none: readonly Reporter[] = [];

/** Gives the reporters that want the record of a failure; one that throws when it is asked gets it. */
export function interestedReporters(
  reporters: readonly Reporter[],
  summary: FailureSummary,
): readonly Reporter[] {
  let wanted: Reporter[] | undefined;
  for (const reporter of reporters) {
    if (wants(reporter, summary)) (wanted ??= []).push(reporter);
  }
  return wanted ?? none;
}

function wants(reporter: Reporter, summary: FailureSummary): boolean {
  try {
    return reporter.wants?.(summary) ?? true;
  } catch (failure) {
    warn(failure);
    return true;
  }
}

/** Hands a record to each reporter; what one throws or rejects with stays here, and the others still get it. */
export function report<Record>(
  record: Record,
  reporters: readonly ((record: Record) => unknown)[],
): void {
  for (const reporter of reporters) {
    try {
      const result = reporter(record);
      // A thenable of any make may reject, and its rejection must not become the process's.
      if (typeof result === "object" && result !== null) Promise.resolve(result).catch(warn);
    } catch (failure) {
      warn(failure);
    }
  }
}

// The log has just failed, so the process's own channel is what is left.
function warn(failure: unknown): void {
  process.emitWarning(
    `A failure could not be reported: ${toRecordedError(failure, false).message}`,
    {
      code: "BACKSTOP_REPORTER_FAILED",
    },
  );
}
