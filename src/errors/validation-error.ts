import { english } from "../messages/english.ts";
import type { FieldError } from "./field-error.ts";
import { HttpError, type HttpErrorOptions } from "./http-error.ts";

/**
 * 400 `validation_failed`: the request has fields that break a rule, each named in `errors`.
 *
 * @example
 * throw new ValidationError([
 *   { in: "body", pointer: "#/publishAt", code: "too_small", detail: "must lie in the future" },
 * ]);
 */
export class ValidationError extends HttpError {
  declare readonly errors: readonly FieldError[];

  constructor(
    errors: readonly FieldError[],
    options?: Omit<HttpErrorOptions, "errors"> & { readonly message?: string },
  ) {
    const message = options?.message ?? english.summary(options?.errorCount ?? errors.length);
    super(400, message, {
      code: "validation_failed",
      title: "Validation failed",
      ...options,
      errors,
    });
  }
}
