import { isObject } from "../misuse/check-options.ts";
import type { FieldError } from "./field-error.ts";

/**
 * Returns the invalid fields of an error with the members of a `FieldError` and no others: the issues of a schema
 * library, for example, may have the value that was sent.
 */
export function publicFields(errors: readonly unknown[]): FieldError[] {
  const fields = errors.map(publicField);
  // The types promise the required members; one that is missing is missing in the response too.
  return (fields.includes(undefined) ? fields.filter(isObject) : fields) as FieldError[];
}

function publicField(field: unknown): object | undefined {
  if (!isObject(field)) return undefined;
  for (const name in field) {
    if (!members.has(name)) return onlyMembers(field);
  }
  return field;
}

function onlyMembers(field: object): object {
  return Object.fromEntries(Object.entries(field).filter(([name]) => members.has(name)));
}

const members: ReadonlySet<string> = /* @__PURE__ */ new Set<keyof FieldError>([
  "in",
  "pointer",
  "code",
  "detail",
  "also",
  "params",
]);
