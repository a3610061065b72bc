import type { IncomingMessage } from "node:http";

const pattern = /^[\da-f]{2}-(?!0{32})([\da-f]{32})-(?!0{16})[\da-f]{16}-[\da-f]{2}$/;

/** Returns the trace id of a valid `traceparent` header (W3C Trace Context §3.2). */
export function traceId(req: Pick<IncomingMessage, "headers">): string | undefined {
  try {
    const { traceparent: header } = req.headers;
    return typeof header === "string" ? pattern.exec(header)?.[1] : undefined;
  } catch {
    // A made-up request, as unit tests have them, need not have headers.
    return undefined;
  }
}
