import type { AnyErrorCatalog } from "../catalog/define-errors.ts";
import { retryAdvice } from "../catalog/retry.ts";
import { factoryOf } from "./known-problem.ts";

/**
 * Tells whether the same request may succeed later: what the catalog declares of a known problem, else by status;
 * a request without a response may. Whether sending it twice is safe is for the caller to know.
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
 * Reads `Retry-After` (RFC 9110 §10.2.3), which is a number of seconds or a date, as seconds; undefined where it is
 * absent or neither. A date is counted from the answer's own `Date`, so that no clock has to be right.
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

/** The three forms of RFC 9110 §5.6.7 begin with the day and are in GMT; asctime's does not say so. */
function parseHttpDate(value: string): number {
  const isDate = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(value);
  return isDate ? Date.parse(value.endsWith("GMT") ? value : `${value} GMT`) : Number.NaN;
}
