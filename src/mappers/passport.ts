import { HttpError } from "../errors/http-error.ts";
import { isErrorStatus } from "../errors/status.ts";
import { isFunction } from "../misuse/check-options.ts";
import { tryReadMember } from "../misuse/read-member.ts";
import type { ErrorMapper } from "../normalize/mapper.ts";
import { type RuleContext, toMapper } from "./to-mapper.ts";
import { text } from "./unwrap-errors.ts";

/**
 * Creates a mapper for the `AuthenticationError` that passport passes on with `failWithError: true`: its status, and the
 * challenge that passport has set on the response.
 *
 * @example
 * app.post("/login", passport.authenticate("basic", { session: false, failWithError: true }));
 * app.use(errorHandler({ mappers: [passport()] }));
 */
export function passport(): ErrorMapper {
  return toMapper("passport", (found, context) => {
    const status = tryReadMember(found, "status");
    if (!isErrorStatus(status) || !isOfPassport(found, status, context)) return undefined;
    // The response has the challenge, which stays on the problem and is repeated in it.
    return new HttpError(status, undefined, { cause: context.thrown });
  });
}

/** Returns true if passport refused this request. SDKs have errors of the same name for responses of other servers. */
function isOfPassport(found: object, status: number, { request }: RuleContext): boolean {
  const response = responseOf(request);
  return (
    text(found, "name") === "AuthenticationError" &&
    Object.keys(found).every((name) => members.has(name)) &&
    // passport adds the function to the request, and sets the status before it passes the error on.
    isFunction(tryReadMember(request, "isUnauthenticated")) &&
    response !== undefined &&
    tryReadMember(response, "statusCode") === status
  );
}

const members: ReadonlySet<string> = new Set(["name", "message", "status"]);

function responseOf(request: object): object | undefined {
  const response = tryReadMember(request, "res");
  return typeof response === "object" && response !== null ? response : undefined;
}
