import type { HttpError } from "../errors/http-error.ts";
import type { UnknownProblem } from "./read-problem.ts";
import { texts } from "./texts.ts";
import { UpstreamError } from "./upstream-error.ts";

/** What is read of a problem here. */
type UpstreamProblem =
  | Omit<UnknownProblem, "known">
  | { readonly status: number; readonly code: string; readonly requestId?: string };

/**
 * Raises an upstream's problem as ours: 502 `bad_gateway`, or 504 `gateway_timeout` when the request was given up by
 * `AbortSignal.timeout`. The client learns nothing of the upstream; its status, code and request id are in `context`.
 * `isHttpError` knows the error, as it does that of a second copy of this package; it has no class of the root's.
 *
 * @example
 * const result = await safe(fetch(upstream, { signal: AbortSignal.timeout(2000) }), errors);
 * if (!result.ok) throw toHttpError(result.problem);
 */
export function toHttpError(problem: UpstreamProblem): HttpError {
  const { status, error }: Partial<UnknownProblem> = problem;
  const late = isTimeout(error);
  return new UpstreamError(
    late ? "An upstream did not answer in time." : "An upstream failed.",
    {
      ...(late ? gatewayTimeout : badGateway),
      expose: false,
      // Another server wrote the texts, so their length is bounded.
      context: {
        upstream: { status, ...texts(problem, ["code", "type", "requestId", "reason"], 200) },
      },
    },
    // Without a prototype, for Error would take a cause from a polluted one.
    { __proto__: null, ...(error !== undefined && { cause: error }) } as ErrorOptions,
  );
}

const badGateway = { status: 502, code: "bad_gateway", title: "Bad gateway" };
const gatewayTimeout = { status: 504, code: "gateway_timeout", title: "Gateway timeout" };

function isTimeout(error: unknown): boolean {
  try {
    return error instanceof Error && error.name === "TimeoutError";
  } catch {
    return false;
  }
}
