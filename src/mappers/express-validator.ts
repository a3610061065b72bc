import type { FieldError } from "../errors/field-error.ts";
import { tryReadMember } from "../misuse/read-member.ts";
import type { ErrorMapper } from "../normalize/mapper.ts";
import { readList, toList } from "./read-list.ts";
import { toMapperOfValues } from "./to-mapper.ts";
import { toRequestPart } from "./to-request-part.ts";
import { text } from "./unwrap-errors.ts";
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
  return toMapperOfValues("expressValidator", (found, { thrown }) => {
    const list = toList(found) ?? errorsOf(found);
    if (!list || list.length === 0) return undefined;
    const fields = list.map((error) => toFields(error));
    const known = fields.filter((one) => one !== undefined).flat();
    return fields.includes(undefined) || known.length === 0
      ? undefined
      : toInvalidRequest(known, thrown, "express-validator");
  });
}

/** Returns the errors of a result; undefined for anything else. */
function errorsOf(found: object): readonly unknown[] | undefined {
  return typeof tryReadMember(found, "mapped") === "function"
    ? readList(found, "errors")
    : undefined;
}

/** Returns the fields of an error, which may have others inside; undefined if it is not of express-validator. */
function toFields(error: unknown, isInner = false): readonly FieldError[] | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  switch (text(error, "type")) {
    case "field":
      return toOneField(error);
    case "unknown_fields":
      return (readList(error, "fields") ?? []).flatMap((field) => toOneField(field, true) ?? []);
    case "alternative":
    case "alternative_grouped":
      // Alternatives have no alternatives inside.
      if (isInner) return undefined;
      return (readList(error, "nestedErrors") ?? [])
        .flatMap((inner) => toList(inner) ?? [inner])
        .flatMap((inner) => toFields(inner, true) ?? []);
    default:
      return undefined;
  }
}

function toOneField(error: unknown, isUnknown = false): readonly FieldError[] | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  const part = toRequestPart(text(error, "location"));
  if (!part || typeof tryReadMember(error, "path") !== "string") return undefined;
  const isMissing = tryReadMember(error, "value") === undefined;
  const code = isUnknown ? "unknown_member" : isMissing ? "required" : "invalid";
  return [toField(part, parsePath(text(error, "path")), { code })];
}
