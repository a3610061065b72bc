import type { HttpError } from "../errors/http-error.ts";
import { hasLeft, toClientGone } from "./aborted.ts";
import { toDependencyError } from "./dependency-error.ts";
import { systemFailure } from "./system-failure.ts";
import type { RuleContext } from "./to-mapper.ts";
import { text } from "./unwrap-errors.ts";

/**
 * Converts the error of a socket, of DNS or of TLS; returns undefined for every other. Nothing tells which library used
 * the socket, so each mapper has to give the same response, whatever the order of the mappers is.
 */
export function fromSocketError(found: object, context: RuleContext): HttpError | undefined {
  const { thrown, request } = context;
  const failure = systemFailure(found);
  if (!failure) return undefined;
  // The same codes tell of our own client and of an upstream.
  return failure === "bad_response" && hasLeft(request)
    ? toClientGone(thrown)
    : toDependencyError(failure, thrown, { context: { code: text(found, "code") } });
}
