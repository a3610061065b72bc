import type { LengthUnit, Violation } from "../messages/violation.ts";
import { tryReadMember } from "../misuse/read-member.ts";
import { notOneOf } from "./allowed-values.ts";
import { text } from "./unwrap-errors.ts";
import type { ValidatorIssue } from "./validator-issue.ts";

/** Returns the issues of an error of joi; undefined for any other. */
export function readJoiError(found: object): readonly ValidatorIssue[] | undefined {
  const details = tryReadMember(found, "details");
  if (tryReadMember(found, "isJoi") !== true || !Array.isArray(details)) return undefined;
  return details.flatMap((detail: unknown) =>
    typeof detail === "object" && detail !== null ? toIssue(detail) : [],
  );
}

function toIssue(detail: object): ValidatorIssue {
  const path = tryReadMember(detail, "path");
  const context = tryReadMember(detail, "context");
  const ofRule = typeof context === "object" && context !== null ? context : {};
  return {
    path: Array.isArray(path) ? path.map(String) : [],
    violation: toViolation(text(detail, "type"), ofRule),
  };
}

function toViolation(type: string, context: object): Violation {
  const [kind = "", rule = ""] = type.split(".");
  const limit = tryReadMember(context, "limit");
  const unit = units.get(kind);
  if (rule === "base") return { code: "wrong_type", params: { type: kind } };
  if (rule === "integer") return { code: "wrong_type", params: { type: "integer" } };
  if (type === "string.empty")
    return { code: "too_short", unit: "character", params: { minimum: 1 } };
  if (typeof limit === "number") {
    if (unit) return sizeRule(rule, limit, unit);
    if (kind === "number") return numberRule(rule, limit);
  }
  if (type === "any.only") return notOneOf(tryReadMember(context, "valids"));
  if (kind === "string" && formats.has(rule))
    return { code: "bad_format", params: { format: rule } };
  return rules.get(type) ?? { code: "invalid" };
}

function sizeRule(rule: string, limit: number, unit: LengthUnit): Violation {
  if (rule === "min") return { code: "too_short", unit, params: { minimum: limit } };
  if (rule === "max") return { code: "too_long", unit, params: { maximum: limit } };
  return { code: "invalid" };
}

function numberRule(rule: string, limit: number): Violation {
  switch (rule) {
    case "min":
      return { code: "too_small", params: { minimum: limit } };
    case "greater":
      return { code: "too_small", params: { minimum: limit, exclusive: true } };
    case "max":
      return { code: "too_large", params: { maximum: limit } };
    case "less":
      return { code: "too_large", params: { maximum: limit, exclusive: true } };
    default:
      return { code: "invalid" };
  }
}

const units: ReadonlyMap<string, LengthUnit> = new Map([
  ["string", "character"],
  ["array", "item"],
  ["object", "entry"],
]);

const formats: ReadonlySet<string> = new Set([
  "base64",
  "creditCard",
  "dataUri",
  "domain",
  "email",
  "guid",
  "hex",
  "hostname",
  "ip",
  "isoDate",
  "isoDuration",
  "uri",
]);

const rules: ReadonlyMap<string, Violation> = new Map<string, Violation>([
  ["any.required", { code: "required" }],
  ["any.unknown", { code: "unknown_member" }],
  ["object.unknown", { code: "unknown_member" }],
  ["string.pattern", { code: "bad_format" }],
  ["string.pattern.base", { code: "bad_format" }],
  ["string.pattern.name", { code: "bad_format" }],
  ["date.format", { code: "bad_format" }],
  ["number.multiple", { code: "not_multiple_of" }],
  ["number.positive", { code: "too_small", params: { minimum: 0, exclusive: true } }],
  ["number.negative", { code: "too_large", params: { maximum: 0, exclusive: true } }],
  ["alternatives.match", { code: "no_variant_matched" }],
  ["alternatives.types", { code: "no_variant_matched" }],
]);
