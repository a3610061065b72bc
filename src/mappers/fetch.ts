import type { HttpError } from "../errors/http-error.ts";
import { tryReadMember } from "../misuse/read-member.ts";
import type { ErrorMapper } from "../normalize/mapper.ts";
import { fromAbort } from "./aborted.ts";
import { toDependencyError } from "./dependency-error.ts";
import { toServerFault } from "./server-fault.ts";
import { fromSocketError } from "./socket-error.ts";
import { type RuleContext, toMapper } from "./to-mapper.ts";
import { text } from "./unwrap-errors.ts";
import { fromUpstreamResponse } from "./upstream-response.ts";

/**
 * Creates a mapper for the errors of the global `fetch` and of undici: an upstream that is down is a 503, one that is
 * slow a 504, one that hangs up a 502. Also for the aborts and timeouts of signals.
 *
 * @example
 * app.use(errorHandler({ mappers: [fetch()] }));
 */
export function fetch(): ErrorMapper {
  return toMapper("fetch", (found, context) => {
    const code = text(found, "code");
    if (code.startsWith("UND_ERR_")) return fromUndici(code, found, context);
    // undici throws the errors of sockets as they are, and `fetch` as causes.
    return fromAbort(found, context) ?? fromSocketError(found, context);
  });
}

function fromUndici(code: string, found: object, context: RuleContext): HttpError {
  const { thrown } = context;
  const status = tryReadMember(found, "statusCode");
  if (typeof status === "number") {
    return fromUpstreamResponse(status, tryReadMember(found, "headers"), thrown);
  }
  if (code.startsWith("UND_ERR_ABORT")) {
    return fromAbort(found, context) ?? toDependencyError("unavailable", thrown);
  }
  if (misuses.has(code)) return toServerFault(thrown, { code });
  const failure = code.endsWith("_TIMEOUT") ? "slow" : "bad_response";
  return toDependencyError(failure, thrown, { context: { code } });
}

/** The codes of calls that are wrong, and of a client that this server has closed. */
const misuses: ReadonlySet<string> = new Set([
  "UND_ERR",
  "UND_ERR_INVALID_ARG",
  "UND_ERR_INVALID_RETURN_VALUE",
  "UND_ERR_NOT_SUPPORTED",
  "UND_ERR_REQ_CONTENT_LENGTH_MISMATCH",
  "UND_ERR_DESTROYED",
  "UND_ERR_CLOSED",
  "UND_ERR_MAX_ORIGINS_REACHED",
]);
