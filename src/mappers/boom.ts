import { type ErrorHeaders, HttpError } from "../errors/http-error.ts";
import { isErrorStatus } from "../errors/status.ts";
import { isFunction } from "../misuse/check-options.ts";
import { tryReadMember } from "../misuse/read-member.ts";
import type { ErrorMapper } from "../normalize/mapper.ts";
import { namesIn } from "./read-list.ts";
import { toMapper } from "./to-mapper.ts";
import { text } from "./unwrap-errors.ts";
import { fromUpstreamResponse } from "./upstream-response.ts";

/**
 * Creates a mapper for the errors of boom, which are declared for the client: their status and headers, and the message
 * of a 4xx. `data` is not sent, nor is the message of an error that was passed to `boomify`, because a library may have
 * written it. A response that wreck has received from another server is a 502, 503 or 504.
 *
 * @example
 * app.use(errorHandler({ mappers: [boom()] }));
 */
export function boom(): ErrorMapper {
  return toMapper("boom", (found, { thrown }) => {
    const output = tryReadMember(found, "output");
    if (tryReadMember(found, "isBoom") !== true) return undefined;
    if (typeof output !== "object" || output === null) return undefined;
    const status = tryReadMember(output, "statusCode");
    if (!isErrorStatus(status)) return undefined;
    const data = tryReadMember(found, "data");
    if (isOfUpstream(data)) {
      return fromUpstreamResponse(status, tryReadMember(data, "headers"), thrown);
    }
    const headers = readHeaders(tryReadMember(output, "headers"));
    // boom notes the function that created an error; boomify(), which decorates an error of anyone, does not.
    const isWrittenForClient = status < 500 && isFunction(tryReadMember(found, "typeof"));
    const message = isWrittenForClient ? messageOf(output) : undefined;
    return new HttpError(status, message, { cause: thrown, headers });
  });
}

/** Returns true for the data of a boom that stands for the response of another server. */
function isOfUpstream(data: unknown): data is object {
  return (
    typeof data === "object" && data !== null && tryReadMember(data, "isResponseError") === true
  );
}

/** Returns the message of the payload, unless it only repeats the name of the status. */
function messageOf(output: object): string | undefined {
  const payload = tryReadMember(output, "payload");
  if (typeof payload !== "object" || payload === null) return undefined;
  const message = text(payload, "message");
  return message === "" || message === text(payload, "error") ? undefined : message;
}

function readHeaders(headers: unknown): ErrorHeaders | undefined {
  if (typeof headers !== "object" || headers === null) return undefined;
  const known = namesIn(headers).flatMap((name) => {
    const value = tryReadMember(headers, name);
    return typeof value === "string" || typeof value === "number" ? [[name, value] as const] : [];
  });
  return known.length > 0 ? Object.fromEntries(known) : undefined;
}
