import type { AnyErrorCatalog } from "../catalog/define-errors.ts";
import { retryAdvice } from "../catalog/retry.ts";
import { factoryOf } from "./known-problem.ts";

/**
 * Returns true if the same request may succeed later. A known problem has the advice that its catalog declares; for
 * others, the status decides; without a response, the result is true. It does not mean that the request is safe to
 * repeat: that depends on whether it is idempotent (RFC 9110 §9.2.2).
 *
 * @param problem A problem of `readProblem` or `safe`.
 * @param errors The server's catalog, from `defineErrors`. Default: none, so only the status decides.
 *
 * @example
 * if (isRetryable(problem, errors)) await sleep(1000 * (retryAfter(response) ?? 1));
 */
export function isRetryable(
  problem: { readonly known: boolean; readonly status: number; readonly code?: string },
  errors?: AnyErrorCatalog,
): boolean {
  if (problem.status === 0) return true;
  const factory = problem.known ? factoryOf(errors, problem.code ?? "") : undefined;
  return (factory?.retry ?? retryAdvice(problem.status)) === "later";
}

/**
 * Returns the `Retry-After` header (RFC 9110 §10.2.3) in seconds, or undefined if it is absent or invalid. A date is
 * compared with the `Date` header of the same response, so the clock of the client does not matter.
 *
 * @param response A response of `fetch`.
 *
 * @example
 * const seconds = retryAfter(response) ?? 1;
 */
export function retryAfter({ headers }: Pick<Response, "headers">): number | undefined {
  const value = headers.get("retry-after")?.trim() ?? "";
  if (/^\d{1,9}$/.test(value)) return Number(value);
  const now = parseHttpDate(headers.get("date") ?? "") || Date.now();
  const seconds = Math.max(0, Math.ceil((parseHttpDate(value) - now) / 1000));
  return Number.isNaN(seconds) ? undefined : seconds;
}

/** Parses the three date formats of RFC 9110 §5.6.7. All start with the weekday and use GMT, which asctime omits. */
function parseHttpDate(value: string): number {
  const isDate = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(value);
  return isDate ? Date.parse(value.endsWith("GMT") ? value : `${value} GMT`) : Number.NaN;
}
