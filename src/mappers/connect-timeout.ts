import { builtIn } from "../errors/built-in.ts";
import { HttpError } from "../errors/http-error.ts";
import { tryReadMember } from "../misuse/read-member.ts";
import { type ErrorMapper, nameMapper } from "../normalize/mapper.ts";
import { text, unwrapErrors } from "./unwrap-errors.ts";

/**
 * Creates a mapper for the errors of connect-timeout: a 503 `deadline_exceeded`, like that of `requestContext`.
 *
 * @example
 * app.use(errorHandler({ mappers: [connectTimeout()] }));
 */
export function connectTimeout(): ErrorMapper {
  return nameMapper("connectTimeout", (error) => {
    if (!unwrapErrors(error).some(isTimeout)) return undefined;
    const { status, title, detail } = builtIn.deadline_exceeded;
    return new HttpError(status, detail, {
      code: "deadline_exceeded",
      title,
      expose: true,
      cause: error,
    });
  });
}

function isTimeout(found: object): boolean {
  return (
    text(found, "message") === "Response timeout" &&
    text(found, "code") === "ETIMEDOUT" &&
    tryReadMember(found, "status") === 503 &&
    typeof tryReadMember(found, "timeout") === "number"
  );
}
