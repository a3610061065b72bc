import type { ErrorMapper } from "../normalize/mapper.ts";
import { fromBusboyError } from "./busboy-error.ts";
import { toMapper } from "./to-mapper.ts";
import { text } from "./unwrap-errors.ts";
import { toUploadError, type UploadRule } from "./upload-error.ts";

/**
 * Creates a mapper for the errors of multer: a file or form that exceeds a limit is a 413, an unexpected or malformed
 * part a 400, and `errors` names the field.
 *
 * @example
 * app.use(errorHandler({ mappers: [multer()] }));
 */
export function multer(): ErrorMapper {
  return toMapper("multer", (found, context) => {
    if (text(found, "name") !== "MulterError") return fromBusboyError(found, context);
    const rule = rules.get(text(found, "code"));
    return rule && toUploadError(rule, text(found, "field"), context.thrown);
  });
}

const tooMany = "The form has too many parts.";

const rules: ReadonlyMap<string, UploadRule> = new Map<string, UploadRule>([
  ["LIMIT_FILE_SIZE", tooLarge("The file is too large.", "too_large", "is too large")],
  ["LIMIT_FILE_COUNT", tooLarge("The form has too many files.", "too_long", "has too many files")],
  ["LIMIT_FIELD_VALUE", tooLarge("A field of the form is too long.", "too_long", "is too long")],
  ["LIMIT_FIELD_COUNT", tooLarge("The form has too many fields.", "too_long", "is one too many")],
  ["LIMIT_PART_COUNT", tooLarge(tooMany, "too_long", "is one too many")],
  ["LIMIT_UNEXPECTED_FILE", invalid("unknown_member", "is not a file that is expected")],
  ["LIMIT_FIELD_KEY", invalid("bad_key", "has a name that is too long")],
  ["LIMIT_FIELD_NESTING", invalid("too_deep", "is nested too deeply")],
  ["LIMIT_FIELD_ARRAY_INDEX", invalid("bad_key", "has an index that is too large")],
  ["MISSING_FIELD_NAME", invalid("bad_key", "has a part without a name")],
  ["INVALID_FIELD_NAME", invalid("bad_key", "has a name that is not allowed")],
]);

function tooLarge(detail: string, code: string, phrase: string): UploadRule {
  return { status: 413, detail, code, phrase };
}

function invalid(code: string, phrase: string): UploadRule {
  return { status: 400, detail: "", code, phrase };
}
