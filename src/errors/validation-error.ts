import { english } from "../messages/english.ts";
import { builtIn } from "./built-in.ts";
import type { FieldError } from "./field-error.ts";
import { HttpError, type HttpErrorOptions } from "./http-error.ts";

/**
 * 400 `validation_failed`: the request has invalid fields, which `errors` lists. With the option `validationStatus` of
 * `errorHandler`, the status is 422.
 *
 * @param errors The invalid fields.
 * @param options The message (default: `The request has 2 invalid values.`), the cause and other options.
 *
 * @example
 * throw new ValidationError([
 *   { in: "body", pointer: "#/publishAt", code: "too_small", detail: "must be in the future" },
 * ]);
 */
export class ValidationError extends HttpError {
  declare readonly errors: readonly FieldError[];

  constructor(
    errors: readonly FieldError[],
    options?: Omit<HttpErrorOptions, "errors"> & { readonly message?: string },
  ) {
    const { status, title } = builtIn.validation_failed;
    const message = options?.message ?? english.summary(options?.errorCount ?? errors.length);
    super(status, message, {
      code: "validation_failed",
      title,
      ...options,
      errors,
    });
  }
}
