import type { IncomingMessage } from "node:http";
import { activeTraceId } from "./active-span.ts";

type Headers = Pick<IncomingMessage, "headers">;

/**
 * Returns the trace id of the active span of OpenTelemetry, or else the one of a valid `traceparent` header (W3C Trace
 * Context §3.2).
 */
export function traceId(req: Headers): string | undefined {
  return activeTraceId() ?? parentTraceId(req);
}

/** Version ff is invalid. A later version than 00 may have more fields (§3.2.2.1, §3.2.4). */
const pattern =
  /^(?:00(?=.{53}$)|(?!00|ff)[\da-f]{2})-(?!0{32})([\da-f]{32})-(?!0{16})[\da-f]{16}-[\da-f]{2}(?:-|$)/;

function parentTraceId(req: Headers): string | undefined {
  try {
    const { traceparent: header } = req.headers;
    return typeof header === "string" ? pattern.exec(header)?.[1] : undefined;
  } catch {
    // A made-up request, as unit tests have them, need not have headers.
    return undefined;
  }
}
