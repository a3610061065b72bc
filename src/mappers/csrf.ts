import { ForbiddenError } from "../errors/client-errors.ts";
import { type ErrorMapper, nameMapper } from "../normalize/mapper.ts";
import { isError } from "./is-error.ts";
import { text, unwrapErrors } from "./unwrap-errors.ts";

/**
 * Creates a mapper for the errors of csrf-csrf and csurf: a 403 `invalid_csrf_token`.
 *
 * @example
 * app.use(errorHandler({ mappers: [csrf()] }));
 */
export function csrf(): ErrorMapper {
  return nameMapper("csrf", (error) => {
    // An http-error, like that of every server-side middleware of jshttp, so this is not left to http-errors.
    return unwrapErrors(error).some(isRefusal)
      ? new ForbiddenError("The CSRF token is missing or not valid. Load the form again.", {
          code: "invalid_csrf_token",
          title: "Invalid CSRF token",
          cause: error,
        })
      : undefined;
  });
}

function isRefusal(found: object): boolean {
  return isError(found) && text(found, "code") === "EBADCSRFTOKEN";
}
