import { builtIn } from "../errors/built-in.ts";
import { ContentTooLargeError } from "../errors/client-errors.ts";
import type { FieldError } from "../errors/field-error.ts";
import type { HttpError } from "../errors/http-error.ts";
import { toPointer } from "../errors/json-pointer.ts";
import { ValidationError } from "../errors/validation-error.ts";

/** The rule of an upload that is broken, and what to say of it. */
export interface UploadRule {
  readonly status: 400 | 413;
  /** A sentence about the whole upload. */
  readonly detail: string;
  /** The code of the field at fault. */
  readonly code: string;
  /** The phrase that follows the name of the field. */
  readonly phrase: string;
}

/**
 * Creates the 413 or 400 of an upload.
 *
 * @param rule The broken rule.
 * @param field The name of the field, as the client sent it; "" if it is not known.
 * @param cause The error of the library.
 */
export function toUploadError(
  { status, detail, code, phrase }: UploadRule,
  field: string,
  cause: unknown,
): HttpError {
  const pointer = field === "" ? "#" : toPointer([field.slice(0, 200)]);
  const error: FieldError = { in: "body", pointer, code, detail: phrase };
  if (status === 400) return new ValidationError([error], { cause });
  const { title } = builtIn.body_too_large;
  const errors = field === "" ? undefined : [error];
  return new ContentTooLargeError(detail, { code: "body_too_large", title, errors, cause });
}
