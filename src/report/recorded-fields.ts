import type { FieldError } from "../errors/field-error.ts";
import { maximumFieldErrors } from "../errors/limits.ts";
import type { Truncate } from "../inspect/byte-budget.ts";

/** A field at fault, as the operator sees it. */
export type RecordedField = Pick<FieldError, "in" | "pointer" | "code">;

/** Returns the well-formed fields: a handler may have written them by hand. */
export function toRecordedFields(errors: unknown, truncate: Truncate): readonly RecordedField[] {
  if (!Array.isArray(errors)) return [];
  return errors
    .slice(0, maximumFieldErrors)
    .flatMap((field: Partial<RecordedField> | undefined) => {
      const { in: part, pointer, code } = field ?? {};
      if (part === undefined || !/^[a-z]{1,9}$/.test(part)) return [];
      if (typeof pointer !== "string" || typeof code !== "string") return [];
      return { in: part, pointer: truncate(pointer, 256), code: truncate(code, 64) };
    });
}
