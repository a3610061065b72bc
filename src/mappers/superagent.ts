import { tryReadMember } from "../misuse/read-member.ts";
import type { ErrorMapper } from "../normalize/mapper.ts";
import { type ClientCodes, fromClientError } from "./client-failure.ts";
import { systemFailure } from "./system-failure.ts";
import { toMapper } from "./to-mapper.ts";
import { text } from "./unwrap-errors.ts";

/**
 * Creates a mapper for the errors of superagent. The status of the upstream becomes a 502, 503 or 504, and never that
 * of the response.
 *
 * @example
 * app.use(errorHandler({ mappers: [superagent()] }));
 */
export function superagent(): ErrorMapper {
  return toMapper("superagent", (found, context) =>
    isSuperagentError(found) ? fromClientError(found, context, codes) : undefined,
  );
}

/** superagent throws plain Errors, and sets `response` on each, also to undefined. */
function isSuperagentError(found: object): boolean {
  if (!hasOwn(found, "response")) return isTimeout(found);
  const response = tryReadMember(found, "response");
  if (typeof response === "object" && response !== null) {
    return typeof tryReadMember(response, "req") === "object" && "text" in response;
  }
  return response === undefined && (isTimeout(found) || systemFailure(found) !== undefined);
}

/** Returns true for superagent's own timeouts, which say how many milliseconds they waited. */
function isTimeout(found: object): boolean {
  return (
    text(found, "code") === "ECONNABORTED" &&
    text(found, "errno").startsWith("ETIME") &&
    typeof tryReadMember(found, "timeout") === "number"
  );
}

function hasOwn(found: object, name: string): boolean {
  try {
    return Object.hasOwn(found, name);
  } catch {
    // A revoked proxy.
    return false;
  }
}

const codes: ClientCodes = { failures: new Map([["ECONNABORTED", "slow"]]) };
