import type { Request } from "express";
import { HttpError } from "../errors/http-error.ts";
import { tryReadMember } from "../misuse/read-member.ts";
import type { DatabaseFailure, OutageKind } from "./database-failure.ts";

/** Returns the 503 or 504 for a database that cannot do its work now; undefined for every other failure. */
export function toOutageError(
  { kind, code }: DatabaseFailure,
  cause: unknown,
  request: Request,
): HttpError | undefined {
  const outage = outages.get(kind);
  if (!outage) return undefined;
  const { status, detail, retryAfter, detailAfterChange = detail } = outage;
  const headers = retryAfter === undefined ? {} : { "Retry-After": retryAfter };
  const context = { databaseCode: code };
  const text = isSafe(request) ? detail : detailAfterChange;
  return new HttpError(status, text, { expose: true, headers, cause, context });
}

/** Returns true if the method of a request asks for no change (RFC 9110 §9.2.1). */
function isSafe(request: Request): boolean {
  return safeMethods.has(tryReadMember(request, "method"));
}

const safeMethods: ReadonlySet<unknown> = new Set(["GET", "HEAD", "OPTIONS", "TRACE", "QUERY"]);

interface Outage {
  readonly status: 503 | 504;
  readonly detail: string;
  /** The detail for a request that may have made its change before the outage. Default: the same as `detail`. */
  readonly detailAfterChange?: string;
  /** Seconds. */
  readonly retryAfter?: number;
}

const unavailable = "The database is not available right now. Try again later.";
const noService = "A service this one depends on is not available right now. Try again later.";
const mayHaveChanged = "A change may have been made; check before you try again.";

const byKind: Readonly<Record<OutageKind, Outage>> = {
  busy: {
    status: 503,
    detail: "The database is busy right now. Try again in a moment.",
    retryAfter: 1,
  },
  full: {
    status: 503,
    detail: "The database is busy right now. Try again in a moment.",
    retryAfter: 2,
  },
  down: {
    status: 503,
    detail: unavailable,
    retryAfter: 5,
  },
  lost: {
    status: 503,
    detail: unavailable,
    detailAfterChange: `The connection to the database was lost. ${mayHaveChanged}`,
    retryAfter: 5,
  },
  cut_off: {
    status: 503,
    detail: noService,
    detailAfterChange: `The connection to a service this one depends on was lost. ${mayHaveChanged}`,
    retryAfter: 5,
  },
  unreachable: {
    status: 503,
    detail: noService,
    retryAfter: 5,
  },
  read_only: {
    status: 503,
    detail: "The database accepts no changes right now. Try again later.",
    retryAfter: 5,
  },
  timeout: { status: 504, detail: "The database took too long to respond. Try again later." },
  unconfirmed: {
    status: 504,
    detail: `The database did not confirm in time. ${mayHaveChanged}`,
  },
};

const outages: ReadonlyMap<string, Outage> = new Map(Object.entries(byKind));
