import type { HttpError } from "../errors/http-error.ts";
import { pickStrings } from "./pick-strings.ts";
import type { UnknownProblem } from "./read-problem.ts";
import { UpstreamError } from "./upstream-error.ts";

/** The part of a problem that `toHttpError` reads. */
export type UpstreamProblem =
  | Omit<UnknownProblem, "known">
  | { readonly status: number; readonly code: string; readonly requestId?: string };

/**
 * Converts the problem of an upstream server to an error of your own API: 504 `gateway_timeout` if
 * `AbortSignal.timeout` ended the request, otherwise 502 `bad_gateway`. The client receives nothing about the upstream
 * server; reporters find its status, code and request id in `context`.
 *
 * `instanceof HttpError` is true for the error; `instanceof BadGatewayError` is false.
 *
 * @param problem A problem of `readProblem` or `safe`.
 *
 * @example
 * const result = await safe(fetch(upstream, { signal: AbortSignal.timeout(2000) }), errors);
 * if (!result.ok) throw toHttpError(result.problem);
 */
export function toHttpError(problem: UpstreamProblem): HttpError {
  const { status, error }: Partial<UnknownProblem> = problem;
  const late = isTimeout(error);
  return new UpstreamError(
    late ? "An upstream did not respond in time." : "An upstream failed.",
    {
      ...(late ? gatewayTimeout : badGateway),
      expose: false,
      // Another server wrote these strings, so their length is limited.
      context: {
        upstream: { status, ...pickStrings(problem, ["code", "type", "requestId", "reason"], 200) },
      },
    },
    // Without a prototype, so that Error reads no cause from a polluted Object.prototype.
    { __proto__: null, ...(error !== undefined && { cause: error }) } as ErrorOptions,
  );
}

const badGateway = { status: 502, code: "bad_gateway", title: "Bad gateway" };
const gatewayTimeout = { status: 504, code: "gateway_timeout", title: "Gateway timeout" };

function isTimeout(error: unknown): boolean {
  try {
    // Not every Error is one of this realm: in Jest, those of `fetch` are not.
    return (error as { readonly name?: unknown } | undefined)?.name === "TimeoutError";
  } catch {
    return false;
  }
}
