import { HttpError } from "../errors/http-error.ts";
import type { DatabaseFailure, OutageKind } from "./database-failure.ts";

/** Returns the 503 or 504 for a database that cannot do its work now; undefined for every other failure. */
export function toOutageError(
  { kind, code }: DatabaseFailure,
  cause: unknown,
): HttpError | undefined {
  const outage = outages.get(kind);
  if (!outage) return undefined;
  const { status, detail, retryAfter } = outage;
  const headers = retryAfter === undefined ? {} : { "Retry-After": retryAfter };
  const context = { databaseCode: code };
  return new HttpError(status, detail, { expose: true, headers, cause, context });
}

interface Outage {
  readonly status: 503 | 504;
  readonly detail: string;
  /** Seconds. */
  readonly retryAfter?: number;
}

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
    detail: "The database is not available right now. Try again later.",
    retryAfter: 5,
  },
  unreachable: {
    status: 503,
    detail: "A service this one depends on is not available right now. Try again later.",
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
    detail:
      "The database did not confirm in time. A change may have been made; check before you try again.",
  },
};

const outages: ReadonlyMap<string, Outage> = new Map(Object.entries(byKind));
