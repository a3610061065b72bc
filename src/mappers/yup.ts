import type { Violation } from "../messages/violation.ts";
import { tryReadMember } from "../misuse/read-member.ts";
import type { ErrorMapper } from "../normalize/mapper.ts";
import { readList } from "./read-list.ts";
import { toMapper } from "./to-mapper.ts";
import { text } from "./unwrap-errors.ts";
import { toValidatorError } from "./validator-error.ts";
import { parsePath, type ValidatorIssue } from "./validator-issue.ts";

/**
 * Creates a mapper for the errors of yup. It is a 400 if the validated object is a part of this request, or has the same
 * wrong values in the same places, or else a 500.
 *
 * @example
 * app.use(errorHandler({ mappers: [yup()] }));
 */
export function yup(): ErrorMapper {
  return toMapper("yup", (found, context) => {
    const inner = readList(found, "inner");
    const isYup = text(found, "name") === "ValidationError" && readList(found, "errors");
    if (!isYup || !inner) return undefined;
    const errors = inner.length > 0 ? inner : [found];
    const issues = errors.flatMap((error) =>
      typeof error === "object" && error !== null ? toIssues(error) : [],
    );
    const input = tryReadMember(found, "value");
    return toValidatorError({ validator: "yup", issues, input }, context);
  });
}

function toIssues(error: object): readonly ValidatorIssue[] {
  const path = parsePath(text(error, "path"));
  const params = tryReadMember(error, "params");
  const ofRule = typeof params === "object" && params !== null ? params : {};
  const type = text(error, "type");
  if (type === "noUnknown") {
    const names = text(ofRule, "unknown").split(", ");
    return names.map((name) => ({ path: [...path, name], violation: { code: "unknown_member" } }));
  }
  // The rule is about the converted value: a number, though a query has a text.
  const violation = toViolation(type, ofRule, tryReadMember(ofRule, "value"));
  return [{ path, violation, found: { value: tryReadMember(ofRule, "originalValue") } }];
}

function toViolation(type: string, params: object, value: unknown): Violation {
  const limit = (name: string): number | undefined => {
    const bound = tryReadMember(params, name);
    return typeof bound === "number" ? bound : undefined;
  };
  const [more, less] = [limit("more"), limit("less")];
  const unit = typeof value === "string" ? "character" : "item";
  const isSized = typeof value === "string" || Array.isArray(value);
  const [minimum, maximum] = [limit("min"), limit("max")];
  switch (type) {
    case "optionality":
    case "required":
      return value === ""
        ? { code: "too_short", unit, params: { minimum: 1 } }
        : { code: "required" };
    case "typeError":
      return { code: "wrong_type", params: { type: text(params, "type") } };
    case "min":
      if (more !== undefined)
        return { code: "too_small", params: { minimum: more, exclusive: true } };
      if (minimum === undefined) return { code: "too_small" };
      if (isSized) return { code: "too_short", unit, params: { minimum } };
      return { code: "too_small", params: { minimum } };
    case "max":
      if (less !== undefined)
        return { code: "too_large", params: { maximum: less, exclusive: true } };
      if (maximum === undefined) return { code: "too_large" };
      if (isSized) return { code: "too_long", unit, params: { maximum } };
      return { code: "too_large", params: { maximum } };
    case "integer":
      return { code: "wrong_type", params: { type: "integer" } };
    case "email":
    case "url":
    case "uuid":
      return { code: "bad_format", params: { format: type } };
    case "matches":
      return { code: "bad_format" };
    case "oneOf":
      return { code: "not_one_of" };
    default:
      return { code: "invalid" };
  }
}
