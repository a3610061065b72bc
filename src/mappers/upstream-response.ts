import type { HttpError } from "../errors/http-error.ts";
import { type DependencyFailure, toDependencyError } from "./dependency-error.ts";
import { readRetryAfter } from "./retry-after.ts";

/**
 * Converts the error response of another server. Its status is never sent on: a 401 from an upstream refuses our
 * credentials, not those of the client.
 *
 * @param status The status of the other server, for the record.
 * @param headers Its headers, of which only Retry-After is used.
 * @param cause The thrown error.
 */
export function fromUpstreamResponse(status: number, headers: unknown, cause: unknown): HttpError {
  const failure = byStatus.get(status) ?? "bad_response";
  return toDependencyError(failure, cause, {
    context: { upstreamStatus: status },
    ...(failure === "busy" && { retryAfter: readRetryAfter(headers) }),
  });
}

const byStatus: ReadonlyMap<number, DependencyFailure> = new Map<number, DependencyFailure>([
  [408, "slow"],
  [429, "busy"],
  [503, "busy"],
  [504, "slow"],
  [522, "slow"], // Cloudflare: no connection in time
  [524, "slow"], // Cloudflare: no response in time
  [529, "busy"], // overloaded, as some services say
]);
