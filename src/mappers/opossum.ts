import type { ErrorMapper } from "../normalize/mapper.ts";
import { type DependencyFailure, toDependencyError } from "./dependency-error.ts";
import { toMapper } from "./to-mapper.ts";
import { text } from "./unwrap-errors.ts";

/**
 * Creates a mapper for the errors of the circuit breaker opossum: a 503 while it is open or full, a 504 after its
 * timeout.
 *
 * @example
 * app.use(errorHandler({ mappers: [opossum()] }));
 */
export function opossum(): ErrorMapper {
  return toMapper("opossum", (found, { thrown }) => {
    const code = text(found, "code");
    const isTimeout =
      code === "ETIMEDOUT" && /^Timed out after \d{1,12}ms$/.test(text(found, "message"));
    if (isTimeout) return toDependencyError("slow", thrown);
    const failure = failures.get(code);
    return failure && toDependencyError(failure, thrown, { retryAfter: 10, context: { code } });
  });
}

const failures: ReadonlyMap<string, DependencyFailure> = new Map<string, DependencyFailure>([
  ["EOPENBREAKER", "unavailable"],
  ["ESHUTDOWN", "unavailable"],
  ["ESEMLOCKED", "busy"],
]);
