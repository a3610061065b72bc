import { tryReadMember } from "../misuse/read-member.ts";
import type { ErrorMapper } from "../normalize/mapper.ts";
import { readResponse } from "./http-response.ts";
import { readList } from "./read-list.ts";
import { toMapper } from "./to-mapper.ts";
import { fromUpstreamResponse } from "./upstream-response.ts";

/**
 * Creates a mapper for the responses that the clients of Google throw: the `ApiError` of the Cloud clients over HTTP, and
 * the `GaxiosError` of googleapis. Use it together with `fetch()` and `nodeFetch()`, which know the errors of the
 * connection, and with `grpc()` for the Cloud clients over gRPC.
 *
 * @example
 * app.use(errorHandler({ mappers: [googleCloud(), nodeFetch(), fetch()] }));
 */
export function googleCloud(): ErrorMapper {
  return toMapper("googleCloud", (found, { thrown }) => {
    const response = readResponse(found);
    const status = statusOf(found) ?? (isGaxiosError(found) ? response?.status : undefined);
    return status === undefined
      ? undefined
      : fromUpstreamResponse(status, response?.headers, thrown);
  });
}

/** Returns the status of an ApiError, which is its `code`. */
function statusOf(found: object): number | undefined {
  const code = tryReadMember(found, "code");
  const isApiError =
    typeof code === "number" &&
    code >= 400 &&
    code < 600 &&
    readList(found, "errors") !== undefined &&
    typeof tryReadMember(found, "response") === "object";
  return isApiError ? code : undefined;
}

function isGaxiosError(found: object): boolean {
  try {
    return Symbol.for("gaxios-gaxios-error") in found;
  } catch {
    // A proxy threw.
    return false;
  }
}
