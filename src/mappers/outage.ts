import type { Request } from "express";
import { HttpError } from "../errors/http-error.ts";
import { tryReadMember } from "../misuse/read-member.ts";

/** What an outage is told of: the thrown value and the request that it failed. */
export interface FailedRequest {
  readonly error: unknown;
  readonly request: Request;
}

/** The response to an outage. */
export interface Outage {
  readonly status: 503 | 504;
  readonly detail: string;
  /** The detail for a request that may have made its change before the outage. Default: the same as `detail`. */
  readonly detailAfterChange?: string;
  /** The `Retry-After` header, in seconds. Default: none. */
  readonly seconds?: number;
}

/** Converts an outage to an `HttpError`. */
export type OutageRule = (failed: FailedRequest) => HttpError;

/** Creates a function that converts an outage to an `HttpError`. */
export function outage({
  status,
  detail,
  detailAfterChange = detail,
  seconds,
}: Outage): OutageRule {
  const headers = seconds === undefined ? {} : { "Retry-After": seconds };
  return ({ error, request }) => {
    const text = isSafe(request) ? detail : detailAfterChange;
    return new HttpError(status, text, { expose: true, headers, cause: error });
  };
}

/** Returns true if the method of a request asks for no change (RFC 9110 §9.2.1). */
function isSafe(request: Request): boolean {
  return safeMethods.has(tryReadMember(request, "method"));
}

const safeMethods: ReadonlySet<unknown> = new Set(["GET", "HEAD", "OPTIONS", "TRACE", "QUERY"]);
