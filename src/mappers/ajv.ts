import type { LengthUnit, Violation } from "../messages/violation.ts";
import { tryReadMember } from "../misuse/read-member.ts";
import type { ErrorMapper } from "../normalize/mapper.ts";
import { notOneOf } from "./allowed-values.ts";
import { readReference } from "./field-reference.ts";
import { readList, toList } from "./read-list.ts";
import { toMapperOfValues } from "./to-mapper.ts";
import { text } from "./unwrap-errors.ts";
import { toValidatorError } from "./validator-error.ts";
import type { ValidatorIssue } from "./validator-issue.ts";

/**
 * Creates a mapper for the errors of Ajv 8: the `ValidationError` of a schema with `$async`, or the list `errors` as it
 * is, thrown or as the `cause`. It is a 400 if exactly one part of the request shows every issue, or else a 500.
 *
 * @example
 * app.use(errorHandler({ mappers: [ajv()] }));
 */
export function ajv(): ErrorMapper {
  return toMapperOfValues("ajv", (found, context) => {
    const errors = toList(found) ?? readList(found, "errors");
    if (!errors || errors.length === 0 || !errors.every(isError)) return undefined;
    return toValidatorError({ validator: "ajv", issues: errors.map(toIssue) }, context);
  });
}

function isError(error: unknown): error is object {
  if (typeof error !== "object" || error === null) return false;
  const params = tryReadMember(error, "params");
  return (
    text(error, "keyword") !== "" &&
    text(error, "schemaPath") !== "" &&
    typeof tryReadMember(error, "instancePath") === "string" &&
    typeof params === "object" &&
    params !== null
  );
}

function toIssue(error: object): ValidatorIssue {
  const reference = readReference(text(error, "instancePath"));
  const path = reference && "path" in reference ? reference.path : [];
  const params = tryReadMember(error, "params");
  const ofRule = typeof params === "object" && params !== null ? params : {};
  const keyword = text(error, "keyword");
  const member = memberOf(keyword, ofRule);
  return {
    path: member === undefined ? path : [...path, member],
    violation: toViolation(keyword, ofRule),
    canBeMissing: requiring.has(keyword),
    // With $data, the allowed value is one that the client sent, such as a password to repeat.
    ...(keyword === "const" && { hasSecretParams: true }),
  };
}

/** The keywords that require a member, always or beside another one. */
const requiring: ReadonlySet<string> = new Set(["required", "dependencies", "dependentRequired"]);

/** Returns the member that a rule of the object around it is about. */
function memberOf(keyword: string, params: object): string | undefined {
  if (requiring.has(keyword)) return text(params, "missingProperty");
  if (keyword === "additionalProperties") return text(params, "additionalProperty");
  if (keyword === "unevaluatedProperties") return text(params, "unevaluatedProperty");
  return undefined;
}

function toViolation(keyword: string, params: object): Violation {
  const limit = tryReadMember(params, "limit");
  switch (keyword) {
    case "required":
    case "dependencies":
    case "dependentRequired":
      return { code: "required" };
    case "additionalProperties":
    case "unevaluatedProperties":
      return { code: "unknown_member" };
    case "type":
      return wrongType(params);
    case "format":
      return { code: "bad_format", params: { format: text(params, "format") } };
    case "pattern":
      return { code: "bad_format" };
    case "enum":
      return notOneOf(readList(params, "allowedValues"));
    case "const":
      return notOneOf([tryReadMember(params, "allowedValue")]);
    case "multipleOf":
      return { code: "not_multiple_of", params: { divisor: tryReadMember(params, "multipleOf") } };
    case "oneOf":
      return readList(params, "passingSchemas")
        ? { code: "several_variants_matched" }
        : { code: "no_variant_matched" };
    case "anyOf":
      return { code: "no_variant_matched" };
    default:
      return typeof limit === "number" ? ofLimit(keyword, limit) : { code: "invalid" };
  }
}

/** Returns the violation of a type, or of a list of types. */
function wrongType(params: object): Violation {
  const types = readList(params, "type") ?? [tryReadMember(params, "type")];
  const type = types.filter((one) => typeof one === "string").join(" or ");
  return type === "" ? { code: "wrong_type" } : { code: "wrong_type", params: { type } };
}

function ofLimit(keyword: string, limit: number): Violation {
  const unit = units.find(([end]) => keyword.endsWith(end))?.[1];
  const ofSize = unit && { unit };
  switch (keyword) {
    case "minLength":
    case "minItems":
    case "minProperties":
      return { code: "too_short", ...ofSize, params: { minimum: limit } };
    case "maxLength":
    case "maxItems":
    case "maxProperties":
      return { code: "too_long", ...ofSize, params: { maximum: limit } };
    case "minimum":
      return { code: "too_small", params: { minimum: limit } };
    case "exclusiveMinimum":
      return { code: "too_small", params: { minimum: limit, exclusive: true } };
    case "maximum":
      return { code: "too_large", params: { maximum: limit } };
    case "exclusiveMaximum":
      return { code: "too_large", params: { maximum: limit, exclusive: true } };
    default:
      return { code: "invalid" };
  }
}

const units: readonly (readonly [string, LengthUnit])[] = [
  ["Length", "character"],
  ["Items", "item"],
  ["Properties", "entry"],
];
