import { tryReadMember } from "../misuse/read-member.ts";
import type { ErrorMapper } from "../normalize/mapper.ts";
import { type ClientCodes, fromClientError } from "./client-failure.ts";
import { toMapper } from "./to-mapper.ts";

/**
 * Creates a mapper for the errors of axios. The status of the upstream becomes a 502, 503 or 504, and never that of the
 * response.
 *
 * @example
 * app.use(errorHandler({ mappers: [axios()] }));
 */
export function axios(): ErrorMapper {
  return toMapper("axios", (found, context) => {
    const isAxiosError =
      tryReadMember(found, "isAxiosError") === true ||
      // A cancelled request.
      tryReadMember(found, "__CANCEL__") === true;
    return isAxiosError ? fromClientError(found, context, codes) : undefined;
  });
}

const codes: ClientCodes = {
  failures: new Map([
    ["ECONNABORTED", "slow"],
    ["ERR_NETWORK", "unavailable"],
  ]),
  misuses: new Set([
    "ERR_BAD_OPTION",
    "ERR_BAD_OPTION_VALUE",
    "ERR_INVALID_URL",
    "ERR_NOT_SUPPORT",
    "ERR_DEPRECATED",
    "ERR_FR_MAX_BODY_LENGTH_EXCEEDED",
    "ERR_BAD_REQUEST",
  ]),
};
