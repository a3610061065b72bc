import type { ErrorMapper } from "../normalize/mapper.ts";
import { fromAbort, hasLeft, toClientGone } from "./aborted.ts";
import { toDependencyError } from "./dependency-error.ts";
import { toExhaustionError } from "./exhaustion-error.ts";
import { fromSocketError } from "./socket-error.ts";
import { toMapper } from "./to-mapper.ts";
import { text } from "./unwrap-errors.ts";

/**
 * Creates a mapper for the errors of Node itself: sockets, DNS, TLS, aborted signals, and a machine without files,
 * memory or disk. Put it behind the mappers of libraries, which know more about the same sockets.
 *
 * @example
 * app.use(errorHandler({ mappers: [postgres(), axios(), nodeSystem()] }));
 */
export function nodeSystem(): ErrorMapper {
  return toMapper("nodeSystem", (found, context) => {
    const { thrown, request } = context;
    const abort = fromAbort(found, context);
    if (abort) return abort;
    const code = text(found, "code");
    const isOfSystem = text(found, "syscall") !== "";
    const exhaustion = isOfSystem ? toExhaustionError(code, thrown) : undefined;
    if (exhaustion) return exhaustion;
    if (code !== "ERR_STREAM_PREMATURE_CLOSE") return fromSocketError(found, context);
    return hasLeft(request)
      ? toClientGone(thrown)
      : toDependencyError("bad_response", thrown, { context: { code } });
  });
}
