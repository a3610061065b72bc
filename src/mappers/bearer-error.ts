import { ForbiddenError, BadRequestError, UnauthorizedError } from "../errors/client-errors.ts";
import type { HttpError } from "../errors/http-error.ts";

/** The ways in which the token of a request is wrong. */
export type BearerFailure =
  | "missing"
  | "expired"
  | "not_yet_valid"
  | "invalid"
  | "revoked"
  | "malformed_request"
  | "insufficient_scope";

interface Entry {
  readonly detail: string;
  readonly code?: string;
  readonly title?: string;
  /** The error code of the challenge; a request without credentials gets none (RFC 6750 §3.1). */
  readonly error?: string;
}

const entries: Readonly<Record<BearerFailure, Entry>> = {
  missing: { detail: "The request has no access token." },
  expired: {
    detail: "The access token has expired.",
    code: "token_expired",
    title: "Token expired",
    error: "invalid_token",
  },
  not_yet_valid: { detail: "The access token is not valid yet.", error: "invalid_token" },
  invalid: { detail: "The access token is not valid.", error: "invalid_token" },
  revoked: { detail: "The access token was revoked.", error: "invalid_token" },
  malformed_request: {
    detail: "The access token is not sent as it should be: Authorization: Bearer and the token.",
    error: "invalid_request",
  },
  insufficient_scope: {
    detail: "The access token does not allow this.",
    error: "insufficient_scope",
  },
};

/** Facts for the challenge and the record. */
export interface BearerFacts {
  readonly realm?: string | undefined;
  readonly context?: Readonly<Record<string, unknown>> | undefined;
}

/** Creates the 401, 400 or 403 for a token, with the challenge that RFC 6750 §3 describes. */
export function toBearerError(
  failure: BearerFailure,
  cause: unknown,
  { realm, context }: BearerFacts = {},
): HttpError {
  const { detail, code, title, error } = entries[failure];
  const parameters = [
    ...(realm === undefined ? [] : [`realm="${realm}"`]),
    ...(error === undefined ? [] : [`error="${error}"`]),
  ].join(", ");
  const challenge = parameters === "" ? "Bearer" : `Bearer ${parameters}`;
  const options = { cause, context, code, title };
  const withChallenge = { ...options, headers: { "WWW-Authenticate": challenge } };
  if (failure === "malformed_request") return new BadRequestError(detail, withChallenge);
  if (failure === "insufficient_scope") return new ForbiddenError(detail, withChallenge);
  return new UnauthorizedError(challenge, detail, options);
}
