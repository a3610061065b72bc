/** Hands a record to each reporter; what one throws or rejects with stays here, and the others still get it. */
export function report<Record>(
  record: Record,
  reporters: readonly ((record: Record) => unknown)[],
): void {
  for (const reporter of reporters) {
    try {
      const result = reporter(record);
      if (result instanceof Promise) result.catch(warn);
    } catch (failure) {
      warn(failure);
    }
  }
}

// The log has just failed, so the process's own channel is what is left.
function warn(failure: unknown): void {
  const message = failure instanceof Error ? failure.message : "no Error was thrown";
  process.emitWarning(`A failure could not be reported: ${message}`, {
    code: "BACKSTOP_REPORTER_FAILED",
  });
}
