/** The codes with which work ends because the other side has gone; whether it was our client, only the response knows. */
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

/** Tells whether a failure is of the kind that a client leaves behind when it goes. */
export function isClientAbort(thrown: unknown): boolean {
  try {
    const { name, code } = thrown as { name?: unknown; code?: unknown };
    return name === "AbortError" || name === "CanceledError" || codes.has(code);
  } catch {
    // Nothing to read, or a getter that throws.
    return false;
  }
}
