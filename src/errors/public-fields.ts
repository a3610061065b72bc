import { isObject } from "../misuse/check-options.ts";
import type { FieldError } from "./field-error.ts";

/**
 * Returns the invalid fields of an error with the members of a `FieldError` and no others: the issues of a schema
 * library, for example, may have the value that was sent.
 */
export function publicFields(errors: readonly unknown[]): FieldError[] {
  // The types promise the required members; one that is missing is missing in the response too.
  return errors.filter(isObject).map(publicField) as FieldError[];
}

function publicField(field: object): object {
  for (const name in field) {
    if (!isPublic(name))
      return Object.fromEntries(Object.entries(field).filter(([key]) => isPublic(key)));
  }
  return field;
}

function isPublic(name: string): boolean {
  return /^(?:in|pointer|code|detail|also|params)$/.test(name);
}
