import type { Violation } from "../messages/violation.ts";
import { tryReadMember } from "../misuse/read-member.ts";
import type { ErrorMapper } from "../normalize/mapper.ts";
import { namesIn, readList, toList } from "./read-list.ts";
import { toMapperOfValues } from "./to-mapper.ts";
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
  return toMapperOfValues("classValidator", (found, context) => {
    const errors = toList(found);
    if (!errors || errors.length === 0 || !errors.every(isError)) return undefined;
    const [first] = errors;
    const issues = toIssues(errors);
    const input = first && tryReadMember(first, "target");
    return toValidatorError({ validator: "class-validator", issues, input }, context);
  });
}

function isError(error: unknown): error is object {
  if (typeof error !== "object" || error === null || text(error, "property") === "") return false;
  const constraints = tryReadMember(error, "constraints");
  const hasConstraints = typeof constraints === "object" && constraints !== null;
  return hasConstraints || readList(error, "children") !== undefined;
}

const maximumDepth = 20;

/** Returns the issues of errors and of the errors inside them, each once, because they may form a circle. */
function toIssues(errors: readonly object[]): readonly ValidatorIssue[] {
  const issues: ValidatorIssue[] = [];
  const seen = new Set<object>();
  const add = (inner: readonly object[], parents: readonly string[]): void => {
    for (const error of inner) {
      if (seen.has(error)) continue;
      seen.add(error);
      const path = [...parents, text(error, "property")];
      const found = { value: tryReadMember(error, "value") };
      for (const name of namesIn(tryReadMember(error, "constraints"))) {
        issues.push({ path, violation: rules.get(name) ?? formatOf(name), found });
      }
      if (path.length < maximumDepth) add(childrenOf(error), path);
    }
  };
  add(errors, []);
  return issues;
}

function childrenOf(error: object): readonly object[] {
  return (readList(error, "children") ?? []).filter(isError);
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
