import { isErrorStatus } from "../errors/status.ts";
import { isFunction } from "../misuse/check-options.ts";
import { tryReadMember } from "../misuse/read-member.ts";
import type { ErrorMapper } from "../normalize/mapper.ts";
import { toDeclaredError } from "./declared-error.ts";
import { toMapper } from "./to-mapper.ts";
import { text } from "./unwrap-errors.ts";

/**
 * Creates a mapper for the `HttpException` of Nest and its subclasses, which are declared for the client: the status, and
 * the message of a 4xx. Members of a response that is an object are not sent, nor are lists of messages, because those
 * of class-validator may quote the value.
 *
 * @example
 * app.use(errorHandler({ mappers: [nest()] }));
 */
export function nest(): ErrorMapper {
  return toMapper("nest", (found, { thrown }) => {
    const status = tryReadMember(found, "status");
    if (!isErrorStatus(status) || !isHttpException(found)) return undefined;
    return toDeclaredError(found, { status, message: messageOf(found) }, thrown);
  });
}

function isHttpException(found: object): boolean {
  return (
    isFunction(tryReadMember(found, "getStatus")) &&
    isFunction(tryReadMember(found, "getResponse")) &&
    tryReadMember(found, "response") !== undefined
  );
}

/** Returns the text that the app wrote; an exception without one has a message that is made of the name of its class. */
function messageOf(found: object): string {
  const response = tryReadMember(found, "response");
  if (typeof response === "string") return response;
  return typeof response === "object" && response !== null ? text(response, "message") : "";
}
