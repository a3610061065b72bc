import { TooManyRequestsError } from "../errors/client-errors.ts";
import { tryReadMember } from "../misuse/read-member.ts";
import type { ErrorMapper } from "../normalize/mapper.ts";
import { toMapperOfValues } from "./to-mapper.ts";
import { text } from "./unwrap-errors.ts";

/**
 * Creates a mapper for what rate-limiter-flexible rejects with, which is not an Error: a 429 with Retry-After.
 *
 * @example
 * app.use(errorHandler({ mappers: [rateLimit()] }));
 */
export function rateLimit(): ErrorMapper {
  return toMapperOfValues("rateLimit", (found, { thrown }) => {
    const milliseconds = tryReadMember(found, "msBeforeNext");
    const isRefusal =
      typeof milliseconds === "number" &&
      milliseconds >= 0 &&
      typeof tryReadMember(found, "remainingPoints") === "number" &&
      typeof tryReadMember(found, "consumedPoints") === "number" &&
      text(found, "stack") === "";
    if (!isRefusal) return undefined;
    const seconds = Math.max(Math.ceil(milliseconds / 1000), 1);
    return new TooManyRequestsError("Too many requests. Try again later.", {
      cause: thrown,
      // A limiter without an end, such as a block for ever, has no time to wait for.
      ...(Number.isSafeInteger(seconds) && { headers: { "Retry-After": seconds } }),
    });
  });
}
