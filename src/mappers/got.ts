import { tryReadMember } from "../misuse/read-member.ts";
import type { ErrorMapper } from "../normalize/mapper.ts";
import { type ClientCodes, fromClientError } from "./client-failure.ts";
import { toMapper } from "./to-mapper.ts";
import { text } from "./unwrap-errors.ts";

/**
 * Creates a mapper for the errors of got. The status of the upstream becomes a 502, 503 or 504, and never that of the
 * response.
 *
 * @example
 * app.use(errorHandler({ mappers: [got()] }));
 */
export function got(): ErrorMapper {
  return toMapper("got", (found, context) =>
    isGotError(found) ? fromClientError(found, context, codes) : undefined,
  );
}

/** All errors of got have a code and the options of the request, and a name from this list. */
function isGotError(found: object): boolean {
  const options = tryReadMember(found, "options");
  return (
    names.has(text(found, "name")) &&
    text(found, "code") !== "" &&
    typeof options === "object" &&
    options !== null
  );
}

const names: ReadonlySet<string> = new Set([
  "RequestError",
  "HTTPError",
  "TimeoutError",
  "ReadError",
  "UploadError",
  "CacheError",
  "ParseError",
  "MaxRedirectsError",
  "UnsupportedProtocolError",
  "AbortError",
  "CancelError",
]);

const codes: ClientCodes = {
  misuses: new Set([
    "ERR_UNSUPPORTED_PROTOCOL",
    "ERR_CACHE_ACCESS",
    "ERR_GOT_REQUEST_ERROR",
    "ERR_UPLOAD",
    "ERR_INVALID_URL",
  ]),
};
