import { tryReadMember } from "../misuse/read-member.ts";
import type { ErrorMapper } from "../normalize/mapper.ts";
import { fromAbort } from "./aborted.ts";
import { toDependencyError } from "./dependency-error.ts";
import { systemFailure } from "./system-failure.ts";
import { toMapper } from "./to-mapper.ts";
import { text, unwrapErrors } from "./unwrap-errors.ts";
import { fromUpstreamResponse } from "./upstream-response.ts";

/**
 * Creates a mapper for the errors of openai and of @anthropic-ai/sdk, which have the same shape.
 *
 * @example
 * app.use(errorHandler({ mappers: [openai()] }));
 */
export function openai(): ErrorMapper {
  return toMapper("openai", (found, context) => {
    const { thrown } = context;
    if (!hasShape(found)) return undefined;
    const status = tryReadMember(found, "status");
    if (typeof status === "number") {
      // A used up quota comes as a 429, and waiting does not help.
      return text(found, "code") === "insufficient_quota"
        ? toDependencyError("unavailable", thrown, {
            retryAfter: 300,
            context: { upstreamStatus: status },
          })
        : fromUpstreamResponse(status, tryReadMember(found, "headers"), thrown);
    }
    const message = text(found, "message");
    if (message === "Request timed out.") return toDependencyError("slow", thrown);
    if (message === "Request was aborted.") {
      return fromAbort({ name: "AbortError" }, context);
    }
    const failure = unwrapErrors(found).map(systemFailure).find(Boolean);
    return toDependencyError(failure ?? "unavailable", thrown);
  });
}

/** Errors of these SDKs have all of these members, undefined before a response has come. */
function hasShape(found: object): boolean {
  try {
    return ["requestID", "status", "headers", "error"].every((name) => name in found);
  } catch {
    // A proxy.
    return false;
  }
}
