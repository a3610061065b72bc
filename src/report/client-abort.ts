/** The codes of errors for a peer that has gone. Only the response knows whether that peer was the client. */
const codes: ReadonlySet<unknown> = new Set([
  "ABORT_ERR",
  "ECONNABORTED",
  "ECONNRESET",
  "EPIPE",
  "ERR_CANCELED",
  "ERR_HTTP2_INVALID_STREAM",
  "ERR_HTTP2_STREAM_ERROR",
  "ERR_STREAM_DESTROYED",
  "ERR_STREAM_PREMATURE_CLOSE",
  "ERR_STREAM_UNABLE_TO_PIPE",
]);

/** Checks whether a failure is one that a client causes by closing its connection. */
export function isClientAbort(thrown: unknown): boolean {
  try {
    const { name, code } = thrown as { name?: unknown; code?: unknown };
    return name === "AbortError" || name === "CanceledError" || codes.has(code);
  } catch {
    // The value has no members, or a getter threw.
    return false;
  }
}
