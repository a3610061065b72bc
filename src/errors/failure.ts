import type { Request } from "express";
import type { HttpError } from "./http-error.ts";
import type { Mishaps } from "./mishaps.ts";
import type { PublicError } from "./public-error.ts";

/** The name of the rule that recognized a failure, or the mapper of the app. */
export type RecognizedBy =
  | "HttpError"
  | "body-parser"
  | "router"
  | "http-errors"
  | ((error: unknown, request: Request) => HttpError | undefined);

/** A failure that `normalize` passes on to `present` and `report`. */
export interface Failure {
  /** The thrown value, unchanged. */
  readonly thrown: unknown;
  /** The public part of the failure. */
  readonly error: PublicError;
  /** The error that a mapper created for the thrown one; undefined if none did. */
  readonly mapped?: HttpError | undefined;
  /** True if the words of the thrown error may quote the request. */
  readonly quotesRequest?: boolean | undefined;
  /** The rule or mapper that recognized it; undefined if it is unknown. */
  readonly by?: RecognizedBy | undefined;
  /** The id of the request. */
  readonly requestId: string;
  /** The id of the trace, if the request belongs to one. */
  readonly traceId: string | undefined;
  /** The errors that occur while the failure is handled. */
  readonly mishaps: Mishaps;
}

/**
 * The outcome of the response. `sent`: the problem was sent. `truncated`: the response had started, so it was ended in a
 * way that the client can recognize as incomplete. `late`: the response was complete, so the failure was only reported.
 * `client_gone`: the client had closed the connection.
 */
export type ResponseOutcome = "sent" | "truncated" | "late" | "client_gone";
