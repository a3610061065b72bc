import { ServiceUnavailableError } from "../errors/server-errors.ts";
import type { ErrorMapper } from "../normalize/mapper.ts";
import { fromAbort, hasLeft, toClientGone } from "./aborted.ts";
import { toDependencyError } from "./dependency-error.ts";
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
  return toMapper((found, context) => {
    const { thrown, request } = context;
    const abort = fromAbort(found, context);
    if (abort) return abort;
    const code = text(found, "code");
    if (exhausted.has(code) && text(found, "syscall") !== "") {
      return new ServiceUnavailableError("The server is out of resources. Try again later.", {
        expose: true,
        headers: { "Retry-After": 5 },
        cause: thrown,
        context: { code },
      });
    }
    if (code !== "ERR_STREAM_PREMATURE_CLOSE") return fromSocketError(found, context);
    return hasLeft(request)
      ? toClientGone(thrown)
      : toDependencyError("bad_response", thrown, { context: { code } });
  });
}

const exhausted: ReadonlySet<string> = new Set(["EMFILE", "ENFILE", "ENOSPC", "ENOMEM"]);
