import { tryReadMember } from "../misuse/read-member.ts";
import type { ErrorMapper } from "../normalize/mapper.ts";
import { fromClientError } from "./client-failure.ts";
import { toDependencyError } from "./dependency-error.ts";
import { toMapper } from "./to-mapper.ts";
import { text } from "./unwrap-errors.ts";

/**
 * Creates a mapper for the errors of ky. The status of the upstream becomes a 502, 503 or 504, and never that of the
 * response. Use it together with `fetch()`, which knows the errors of the connection.
 *
 * @example
 * app.use(errorHandler({ mappers: [ky(), fetch()] }));
 */
export function ky(): ErrorMapper {
  return toMapper("ky", (found, context) => {
    // Both errors of ky have the Request that was sent.
    if (!isA(found, "request", "Request")) return undefined;
    const name = text(found, "name");
    if (name === "TimeoutError") return toDependencyError("slow", context.thrown);
    return name === "HTTPError" && isA(found, "response", "Response")
      ? fromClientError(found, context)
      : undefined;
  });
}

function isA(found: object, member: string, tag: string): boolean {
  try {
    return Object.prototype.toString.call(tryReadMember(found, member)) === `[object ${tag}]`;
  } catch {
    // A getter or a revoked proxy threw.
    return false;
  }
}
