import type { LengthUnit, Violation } from "../messages/violation.ts";
import { tryReadMember } from "../misuse/read-member.ts";
import { notOneOf } from "./allowed-values.ts";
import { readList } from "./read-list.ts";
import { text } from "./unwrap-errors.ts";
import type { ValidatorIssue } from "./validator-issue.ts";
import { toText } from "./walk-values.ts";

/** Returns the issues of an error of joi; undefined for any other. */
export function readJoiError(found: object): readonly ValidatorIssue[] | undefined {
  const details = readList(found, "details");
  if (tryReadMember(found, "isJoi") !== true || !details) return undefined;
  return details.flatMap((detail) =>
    typeof detail === "object" && detail !== null ? toIssue(detail) : [],
  );
}

function toIssue(detail: object): ValidatorIssue {
  const context = tryReadMember(detail, "context");
  const ofRule = typeof context === "object" && context !== null ? context : {};
  return {
    path: (readList(detail, "path") ?? []).map((key) => toText(key) ?? ""),
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
  if (type === "any.only") return notOneOf(readList(context, "valids"));
  if (type === "number.multiple") return notMultipleOf(tryReadMember(context, "multiple"));
  if (type.startsWith("string.pattern.")) return { code: "bad_format" };
  if (kind === "string" && formats.has(rule))
    return { code: "bad_format", params: { format: rule } };
  return rules.get(type) ?? { code: "invalid" };
}

function sizeRule(rule: string, limit: number, unit: LengthUnit): Violation {
  if (rule === "min") return { code: "too_short", unit, params: { minimum: limit } };
  if (rule === "max") return { code: "too_long", unit, params: { maximum: limit } };
  return { code: "invalid" };
}

function notMultipleOf(divisor: unknown): Violation {
  return typeof divisor === "number"
    ? { code: "not_multiple_of", params: { divisor } }
    : { code: "not_multiple_of" };
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
  ["date.format", { code: "bad_format" }],
  ["number.positive", { code: "too_small", params: { minimum: 0, exclusive: true } }],
  ["number.negative", { code: "too_large", params: { maximum: 0, exclusive: true } }],
  ["alternatives.any", { code: "no_variant_matched" }],
  ["alternatives.all", { code: "no_variant_matched" }],
  ["alternatives.match", { code: "no_variant_matched" }],
  ["alternatives.types", { code: "no_variant_matched" }],
  ["alternatives.one", { code: "several_variants_matched" }],
]);
