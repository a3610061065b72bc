import type { HttpError } from "../errors/http-error.ts";
import { fromAbort } from "./aborted.ts";
import { type DependencyFailure, toDependencyError } from "./dependency-error.ts";
import { toExhaustionError } from "./exhaustion-error.ts";
import { readResponse } from "./http-response.ts";
import { toServerFault } from "./server-fault.ts";
import { failureOfCode, systemFailure } from "./system-failure.ts";
import type { RuleContext } from "./to-mapper.ts";
import { text, unwrapErrors } from "./unwrap-errors.ts";
import { fromUpstreamResponse } from "./upstream-response.ts";

/** The meaning of an HTTP client's own codes. */
export interface ClientCodes {
  /** The failures of the upstream. */
  readonly failures?: ReadonlyMap<string, DependencyFailure>;
  /** The codes of calls that are wrong, which are a 500. */
  readonly misuses?: ReadonlySet<string>;
}

/**
 * Converts an error that an HTTP client is known to have thrown, by the response of the upstream, or else by the code.
 * An error that has neither is a 502.
 */
export function fromClientError(
  found: object,
  context: RuleContext,
  { failures, misuses }: ClientCodes = {},
): HttpError {
  const { thrown } = context;
  const response = readResponse(found);
  if (response && response.status >= 400) {
    return fromUpstreamResponse(response.status, response.headers, thrown);
  }
  const abort = fromAbort(found, context);
  if (abort) return abort;
  const code = text(found, "code");
  if (misuses?.has(code)) return toServerFault(thrown, { code });
  // The call could open no socket: the upstream is not at fault.
  const exhaustion = toExhaustionError(code, thrown);
  if (exhaustion) return exhaustion;
  const failure = failureOfCode(code) ?? causeOf(found) ?? failures?.get(code) ?? "bad_response";
  return toDependencyError(failure, thrown, code === "" ? {} : { context: { code } });
}

/** Returns the failure of the socket that a client wraps, as axios does with its adapter for fetch. */
function causeOf(found: object): DependencyFailure | undefined {
  return unwrapErrors(found).map(systemFailure).find(Boolean);
}
