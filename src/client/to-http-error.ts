import type { HttpError } from "../raise/http-error.ts";
import { BadGatewayError, GatewayTimeoutError } from "../raise/server-errors.ts";
import type { UnknownProblem } from "./read-problem.ts";

/** What is read of a problem here. */
type UpstreamProblem =
  | Omit<UnknownProblem, "known">
  | { readonly status: number; readonly code: string; readonly requestId?: string };

/**
 * Raises an upstream's problem as ours: 502 `bad_gateway`, or 504 `gateway_timeout` when the request was given up by
 * `AbortSignal.timeout`. The client learns nothing of the upstream; its status, code and request id are in `context`.
 *
 * @example
 * const result = await safe(fetch(upstream, { signal: AbortSignal.timeout(2000) }), errors);
 * if (!result.ok) throw toHttpError(result.problem);
 */
export function toHttpError(problem: UpstreamProblem): HttpError {
  const { status, code, requestId, reason, type, error }: Partial<UnknownProblem> = problem;
  const options = {
    context: { upstream: { status, ...texts({ code, type, requestId, reason }) } },
    ...(error !== undefined && { cause: error }),
  };
  return isTimeout(error)
    ? new GatewayTimeoutError("An upstream did not answer in time.", options)
    : new BadGatewayError("An upstream failed.", options);
}

const maximumText = 200;

/** Another server wrote them, so their length is bounded. */
function texts(all: Record<string, string | undefined>): Record<string, string> {
  const given = Object.entries(all).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return Object.fromEntries(given.map(([name, text]) => [name, text.slice(0, maximumText)]));
}

function isTimeout(error: unknown): boolean {
  try {
    return error instanceof Error && error.name === "TimeoutError";
  } catch {
    return false;
  }
}
