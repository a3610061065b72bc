import type { ErrorMapper } from "../normalize/mapper.ts";
import { fromAbort } from "./aborted.ts";
import { type DependencyFailure, toDependencyError } from "./dependency-error.ts";
import { toExhaustionError } from "./exhaustion-error.ts";
import { toServerFault } from "./server-fault.ts";
import { failureOfCode } from "./system-failure.ts";
import { toMapper } from "./to-mapper.ts";
import { text } from "./unwrap-errors.ts";

/**
 * Creates a mapper for the errors of node-fetch 2 and 3.
 *
 * @example
 * app.use(errorHandler({ mappers: [nodeFetch()] }));
 */
export function nodeFetch(): ErrorMapper {
  return toMapper("nodeFetch", (found, context) => {
    const type = text(found, "type");
    const name = text(found, "name");
    if (name === "AbortError" && type === "aborted") return fromAbort(found, context);
    if (name !== "FetchError" || type === "") return undefined;
    const code = text(found, "code");
    if (misuses.has(type)) return toServerFault(context.thrown, { type });
    const exhaustion = toExhaustionError(code, context.thrown);
    if (exhaustion) return exhaustion;
    const failure = failureOfCode(code) ?? byType.get(type) ?? "bad_response";
    return toDependencyError(failure, context.thrown, { context: { type } });
  });
}

const byType: ReadonlyMap<string, DependencyFailure> = new Map<string, DependencyFailure>([
  ["request-timeout", "slow"],
  ["body-timeout", "slow"],
]);

/** The types of calls that are wrong. */
const misuses: ReadonlySet<string> = new Set(["unsupported-redirect"]);
