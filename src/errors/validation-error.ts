import { english } from "../messages/english.ts";
import { isObject } from "../misuse/check-options.ts";
import { builtIn } from "./built-in.ts";
import type { FieldError } from "./field-error.ts";
import { HttpError, type HttpErrorOptions, withCause } from "./http-error.ts";
import { noteMistake } from "./note-mistake.ts";
import { publicFields } from "./public-fields.ts";

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
    const given: NonNullable<typeof options> = withCause(options);
    const fitting = areFields(errors);
    const fields = fitting ? errors : publicFields([errors].flat());
    const count = given.errorCount ?? fields.length;
    super(status, given.message ?? (count > 0 ? english.summary(count) : title), {
      code: "validation_failed",
      title,
      ...given,
      errors: fields,
    });
    if (!fitting) noteMistake(this, fieldsMisuse());
  }
}

function areFields(errors: unknown): boolean {
  return Array.isArray(errors) && errors.every(isObject);
}

/** Returns the error about a wrong list of fields. It goes into the record: it must not replace the one that is thrown. */
function fieldsMisuse(): TypeError {
  return new TypeError(
    "ValidationError: errors must be an array of fields. Write new ValidationError([{ in, pointer, code, detail }]).",
  );
}
