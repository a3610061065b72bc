import type { Violation } from "../messages/violation.ts";
import { tryReadMember } from "../misuse/read-member.ts";
import type { ErrorMapper } from "../normalize/mapper.ts";
import { toMapper } from "./to-mapper.ts";
import { text } from "./unwrap-errors.ts";
import { toValidatorError } from "./validator-error.ts";
import type { ValidatorIssue } from "./validator-issue.ts";

/**
 * Creates a mapper for the list that class-validator throws or returns, thrown as it is or as the `cause`. It is a 400
 * if the validated object is a part of this request, or has the same wrong values in the same places, as an instance
 * that was made of the body has. Anything else is a 500.
 *
 * @example
 * app.use(errorHandler({ mappers: [classValidator()] }));
 */
export function classValidator(): ErrorMapper {
  return toMapper((found, context) => {
    if (!Array.isArray(found) || found.length === 0 || !found.every(isError)) return undefined;
    const [first] = found;
    const issues = found.flatMap((error) => toIssues(error, []));
    const input = first && tryReadMember(first, "target");
    return toValidatorError({ validator: "class-validator", issues, input }, context);
  });
}

function isError(error: unknown): error is object {
  if (typeof error !== "object" || error === null || text(error, "property") === "") return false;
  const constraints = tryReadMember(error, "constraints");
  const hasConstraints = typeof constraints === "object" && constraints !== null;
  return hasConstraints || Array.isArray(tryReadMember(error, "children"));
}

const maximumDepth = 20;

function toIssues(error: object, parents: readonly string[]): readonly ValidatorIssue[] {
  const path = [...parents, text(error, "property")];
  const constraints = tryReadMember(error, "constraints");
  const children = tryReadMember(error, "children");
  const names =
    typeof constraints === "object" && constraints !== null ? Object.keys(constraints) : [];
  const found = { value: tryReadMember(error, "value") };
  const own = names.map((name) => ({
    path,
    violation: rules.get(name) ?? formatOf(name),
    found,
  }));
  const inner =
    Array.isArray(children) && path.length < maximumDepth
      ? children.filter(isError).flatMap((child) => toIssues(child, path))
      : [];
  return [...own, ...inner];
}

function formatOf(name: string): Violation {
  const format = formats.get(name);
  return format === undefined ? { code: "invalid" } : { code: "bad_format", params: { format } };
}

const ofType = (type: string): Violation => ({ code: "wrong_type", params: { type } });

// The bounds are only in the texts of class-validator.
const rules: ReadonlyMap<string, Violation> = new Map<string, Violation>([
  ["isDefined", { code: "required" }],
  ["isNotEmpty", { code: "too_short", text: "must not be empty" }],
  ["arrayNotEmpty", { code: "too_short", text: "must not be empty" }],
  ["whitelistValidation", { code: "unknown_member" }],
  ["isString", ofType("string")],
  ["isNumber", ofType("number")],
  ["isInt", ofType("integer")],
  ["isBoolean", ofType("boolean")],
  ["isArray", ofType("array")],
  ["isObject", ofType("object")],
  ["nestedValidation", ofType("object")],
  ["isDate", ofType("date")],
  ["minLength", { code: "too_short" }],
  ["arrayMinSize", { code: "too_short" }],
  ["maxLength", { code: "too_long" }],
  ["arrayMaxSize", { code: "too_long" }],
  ["min", { code: "too_small" }],
  ["max", { code: "too_large" }],
  ["isPositive", { code: "too_small", params: { minimum: 0, exclusive: true } }],
  ["isNegative", { code: "too_large", params: { maximum: 0, exclusive: true } }],
  ["isDivisibleBy", { code: "not_multiple_of" }],
  ["isIn", { code: "not_one_of" }],
  ["isEnum", { code: "not_one_of" }],
  ["matches", { code: "bad_format" }],
]);

const formats: ReadonlyMap<string, string> = new Map([
  ["isEmail", "email"],
  ["isUrl", "URL"],
  ["isUuid", "UUID"],
  ["isIso8601", "ISO 8601 date"],
  ["isDateString", "ISO 8601 date"],
  ["isIp", "IP address"],
  ["isPhoneNumber", "phone number"],
]);
