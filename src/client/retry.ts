import type { AnyErrorCatalog } from "../catalog/any-catalog.ts";
import { retryAdvice } from "../catalog/retry.ts";
import { parseHttpDate, toSeconds } from "../errors/retry-after.ts";
import { factoryOf } from "./known-problem.ts";

/**
 * Returns true if the same request may succeed later: the server says `retryable: true`, the catalog declares it for a
 * known problem, the status says it for others, or there was no response. Whether the request is safe to repeat is
 * another question (RFC 9110 §9.2.2): `retryable: false` for a POST may only mean that it is not.
 *
 * @param problem A problem of `readProblem` or `safe`.
 * @param errors The server's catalog, from `defineErrors`. Default: none, so only the status decides.
 *
 * @example
 * if (isRetryable(problem, errors)) await sleep(1000 * (retryAfter(response) ?? 1));
 */
export function isRetryable(
  problem: {
    readonly known: boolean;
    readonly status: number;
    readonly code?: string;
    readonly retryable?: unknown;
  },
  errors?: AnyErrorCatalog,
): boolean {
  if (problem.status === 0 || problem.retryable === true) return true;
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
  const now = parseHttpDate(headers.get("date") ?? "") || Date.now();
  // The fetch of Node keeps spaces at the end of a received header.
  return toSeconds(headers.get("retry-after")?.trim() ?? "", now);
}
