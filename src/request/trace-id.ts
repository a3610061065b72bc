import type { IncomingMessage } from "node:http";

const traceparent = /^[\da-f]{2}-(?!0{32})([\da-f]{32})-(?!0{16})[\da-f]{16}-[\da-f]{2}$/;

/** Returns the trace id of a valid `traceparent` header (W3C Trace Context §3.2). */
export function traceId(req: Pick<IncomingMessage, "headers">): string | undefined {
  const header = req.headers?.["traceparent"];
  return typeof header === "string" ? traceparent.exec(header)?.[1] : undefined;
}
