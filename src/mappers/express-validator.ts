import type { FieldError, RequestPart } from "../errors/field-error.ts";
import { tryReadMember } from "../misuse/read-member.ts";
import type { ErrorMapper } from "../normalize/mapper.ts";
import { toMapper } from "./to-mapper.ts";
import { firstError, text } from "./unwrap-errors.ts";
import { toField, toInvalidRequest } from "./validator-error.ts";
import { parsePath } from "./validator-issue.ts";

/**
 * Creates a mapper for the errors of express-validator 7: what `validationResult(req).throw()` throws, or the list of
 * `array()`, thrown as it is or as the `cause`. express-validator only ever validates the request, so it is a 400. It
 * does not tell which rule was broken.
 *
 * @example
 * app.use(errorHandler({ mappers: [expressValidator()] }));
 */
export function expressValidator(): ErrorMapper {
  return toMapper((found, { thrown }) => {
    const list = Array.isArray(found) ? found : errorsOf(found);
    if (!list || list.length === 0) return undefined;
    const fields = list.map((error) => toFields(error, 0));
    const known = fields.filter((one) => one !== undefined).flat();
    return fields.includes(undefined) || known.length === 0
      ? undefined
      : toInvalidRequest(known, thrown, "express-validator");
  });
}

/** Returns the errors of a result; undefined for anything else. */
function errorsOf(found: object): readonly unknown[] | undefined {
  const errors = tryReadMember(found, "errors");
  const isResult = typeof tryReadMember(found, "mapped") === "function" && firstError(found);
  return isResult && Array.isArray(errors) ? errors : undefined;
}

const maximumDepth = 5;

/** Returns the fields of an error, which may have others inside; undefined if it is not of express-validator. */
function toFields(error: unknown, depth: number): readonly FieldError[] | undefined {
  if (typeof error !== "object" || error === null || depth > maximumDepth) return undefined;
  switch (text(error, "type")) {
    case "field":
      return toOneField(error);
    case "unknown_fields":
      return listOf(error, "fields").flatMap((field) => toOneField(field, true) ?? []);
    case "alternative":
    case "alternative_grouped":
      return listOf(error, "nestedErrors")
        .flat()
        .flatMap((inner) => toFields(inner, depth + 1) ?? []);
    default:
      return undefined;
  }
}

function toOneField(error: unknown, isUnknown = false): readonly FieldError[] | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  const part = parts.get(text(error, "location"));
  if (!part || typeof tryReadMember(error, "path") !== "string") return undefined;
  const isMissing = tryReadMember(error, "value") === undefined;
  const code = isUnknown ? "unknown_member" : isMissing ? "required" : "invalid";
  return [toField(part, parsePath(text(error, "path")), { code })];
}

function listOf(error: object, name: string): readonly unknown[] {
  const list = tryReadMember(error, name);
  return Array.isArray(list) ? list : [];
}

const parts: ReadonlyMap<string, RequestPart> = new Map<string, RequestPart>([
  ["params", "params"],
  ["query", "query"],
  ["headers", "headers"],
  ["cookies", "cookies"],
  ["body", "body"],
]);
