import type { Mishaps } from "./mishaps.ts";
import type { PublicError } from "./public-error.ts";

/** A failure on its way from `normalize` to `present` and `report`. */
export interface Failure {
  /** Whatever was thrown, unchanged. */
  readonly thrown: unknown;
  /** All that the client may read of it. */
  readonly error: PublicError;
  readonly requestId: string;
  readonly traceId: string | undefined;
  /** What else fails while it is handled. */
  readonly mishaps: Mishaps;
}

/**
 * What became of the response. `sent`: the client got the problem. `truncated`: a response that had begun was ended so
 * that the client can tell. `late`: the response was complete, so the failure was only reported. `client_gone`: the
 * client had closed the connection.
 */
export type ResponseOutcome = "sent" | "truncated" | "late" | "client_gone";
