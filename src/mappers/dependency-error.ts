import { HttpError } from "../errors/http-error.ts";

/** How a service that this one depends on failed. */
export type DependencyFailure = "unavailable" | "busy" | "slow" | "bad_response";

/** The facts of a failure besides its kind. */
export interface DependencyFacts {
  /** The seconds of Retry-After. Default: 5 for `unavailable`, 2 for `busy`, none for the others. */
  readonly retryAfter?: number | undefined;
  /** Details for the record. */
  readonly context?: Readonly<Record<string, unknown>> | undefined;
}

interface Outcome {
  readonly status: 502 | 503 | 504;
  readonly detail: string;
  readonly retryAfter?: number;
}

const outcomes: Readonly<Record<DependencyFailure, Outcome>> = {
  unavailable: {
    status: 503,
    detail: "A service this one depends on is not available right now. Try again later.",
    retryAfter: 5,
  },
  busy: {
    status: 503,
    detail: "A service this one depends on is busy right now. Try again in a moment.",
    retryAfter: 2,
  },
  slow: {
    status: 504,
    detail: "A service this one depends on took too long to respond. Try again later.",
  },
  bad_response: {
    status: 502,
    detail: "A service this one depends on sent no usable response.",
  },
};

/** Creates the 502, 503 or 504 for a service that this one depends on. It says nothing about which service failed. */
export function toDependencyError(
  failure: DependencyFailure,
  cause: unknown,
  { retryAfter, context }: DependencyFacts = {},
): HttpError {
  const { status, detail, retryAfter: usual } = outcomes[failure];
  const seconds = retryAfter ?? usual;
  return new HttpError(status, detail, {
    expose: true,
    cause,
    context,
    ...(seconds !== undefined && { headers: { "Retry-After": seconds } }),
  });
}
