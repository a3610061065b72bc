import { tryReadMember } from "../misuse/read-member.ts";
import type { ErrorMapper } from "../normalize/mapper.ts";
import { toMapper } from "./to-mapper.ts";
import { text } from "./unwrap-errors.ts";
import { fromUpstreamResponse } from "./upstream-response.ts";

/**
 * Creates a mapper for the errors that an oRPC client receives from another server (@orpc/client).
 *
 * @example
 * app.use(errorHandler({ mappers: [orpc(), fetch()] }));
 */
export function orpc(): ErrorMapper {
  return toMapper("orpc", (found, { thrown }) => {
    const status = tryReadMember(found, "status");
    return typeof status === "number" && isOrpcError(found)
      ? fromUpstreamResponse(status, undefined, thrown)
      : undefined;
  });
}

/** An ORPCError says whether it was declared, and has a code in capitals. */
function isOrpcError(found: object): boolean {
  return (
    typeof tryReadMember(found, "defined") === "boolean" &&
    /^[A-Z][A-Z0-9_]{1,100}$/.test(text(found, "code")) &&
    typeof tryReadMember(found, "toJSON") === "function"
  );
}
