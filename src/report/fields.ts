import type { FieldError } from "../errors/field-error.ts";
import type { Take } from "./byte-budget.ts";

/** A field at fault as the operator sees it. */
export type RecordedField = Pick<FieldError, "in" | "pointer" | "code">;

const maximumFields = 50;

/** Takes where the fields are and which rule they broke, at most 50; a handler may have made them by hand. */
export function toRecordedFields(errors: unknown, take: Take): readonly RecordedField[] {
  if (!Array.isArray(errors)) return [];
  return errors.slice(0, maximumFields).flatMap((field: Partial<RecordedField> | undefined) => {
    const { in: part, pointer, code } = field ?? {};
    if (part === undefined || typeof pointer !== "string" || typeof code !== "string") return [];
    return { in: part, pointer: take(pointer, 256), code: take(code, 64) };
  });
}
