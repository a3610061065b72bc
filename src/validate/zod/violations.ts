import { isCode } from "../../errors/check-error.ts";
import { clip } from "../../inspect/clip.ts";
import type { Violation, ViolationCode, LengthUnit } from "../../messages/violation.ts";
import type { SchemaIssue } from "../../schema/standard-schema.ts";
import { notOneOf as notAmong } from "../not-one-of.ts";
import { customMessage, type TextOwner } from "./custom-message.ts";

/** The members of an issue that are read here, under zod 3's and zod 4's names. */
interface ZodIssue extends Omit<SchemaIssue, "message"> {
  /** Missing in an issue of zod 4 whose text has not been chosen yet. */
  readonly message?: string;
  /** The check or schema that raised the issue, in zod 4. */
  readonly inst?: TextOwner;
  /** The schema that the check belongs to, in zod 4. */
  readonly schema?: TextOwner;
  readonly code?: string;
  readonly expected?: unknown;
  readonly origin?: string;
  readonly type?: string;
  readonly format?: string;
  readonly prefix?: string;
  readonly suffix?: string;
  readonly includes?: string;
  readonly validation?: unknown;
  readonly minimum?: number | bigint;
  readonly maximum?: number | bigint;
  readonly inclusive?: boolean;
  readonly exact?: boolean;
  readonly divisor?: number;
  readonly multipleOf?: number;
  readonly values?: readonly unknown[];
  readonly options?: readonly unknown[];
  /** The members that the author of a refinement adds to its issue. */
  readonly params?: { readonly code?: unknown };
}

/** Converts an issue of zod 3 or 4 to the violation that is sent, with the text of the schema's author if there is one. */
export function zodViolation(issue: SchemaIssue): Violation {
  const zod: ZodIssue = issue;
  const violation = converters.get(zod.code ?? "")?.(zod) ?? { code: "invalid" };
  const text = customMessage(zod);
  return text === undefined ? violation : { ...violation, text };
}

/** Returns true for an issue of a refinement, which says more about a missing value than that it is required. */
export function isRefinement(issue: SchemaIssue): boolean {
  return (issue as { readonly code?: unknown }).code === "custom";
}

const maximumValue = 100;

type Converter = (issue: ZodIssue) => Violation;

/**
 * The conversion for each code of an issue: first those of zod 4, then those that only zod 3 has. An issue with another
 * code becomes `invalid`.
 */
const converters: ReadonlyMap<string, Converter> = new Map<string, Converter>([
  ["invalid_type", wrongType],
  ["too_small", (issue) => outOfBounds(issue, "minimum", "too_small", "too_short")],
  ["too_big", (issue) => outOfBounds(issue, "maximum", "too_large", "too_long")],
  ["invalid_format", badFormat],
  ["not_multiple_of", notMultipleOf],
  ["unrecognized_keys", () => ({ code: "unknown_member" })],
  ["invalid_union", noVariant],
  ["invalid_key", () => ({ code: "bad_key" })],
  ["custom", ofAuthor],
  ["invalid_value", notOneOf],
  ["invalid_literal", notOneOf],
  ["invalid_union_discriminator", notOneOf],
  ["invalid_enum_value", notOneOf],
  ["invalid_date", () => ({ code: "wrong_type", params: { type: "date" } })],
  ["invalid_string", badFormat],
  ["not_finite", () => ({ code: "wrong_type", params: { type: "finite number" } })],
]);

/** Returns the code that an author wrote, which is one of the package or another word like them. */
function ofAuthor({ params }: ZodIssue): Violation {
  const code = params?.code;
  return isCode(code) ? { code: "invalid", ownCode: code } : { code: "invalid" };
}

function wrongType({ expected }: ZodIssue): Violation {
  const type = String(expected);
  if (forbidding.has(type)) return { code: "unknown_member" };
  if (type === "nonoptional") return { code: "required" };
  return { code: "wrong_type", params: { type: type === "int" ? "integer" : type } };
}

// The types of schemas that allow no value.
const forbidding: ReadonlySet<string> = new Set(["never", "undefined", "void"]);

function outOfBounds(
  issue: ZodIssue,
  name: "minimum" | "maximum",
  ofValue: ViolationCode,
  ofSize: ViolationCode,
): Violation {
  const kind = issue.origin ?? issue.type ?? "";
  const limit = bound(issue[name], kind);
  const unit = units.get(kind);
  if (!unit) {
    const exclusive = issue.inclusive === false && { exclusive: true };
    return { code: ofValue, params: { [name]: limit, ...exclusive } };
  }
  const params = issue.exact ? { minimum: limit, maximum: limit } : { [name]: limit };
  return { code: ofSize, unit, params };
}

const units: ReadonlyMap<string, LengthUnit> = new Map([
  ["string", "character"],
  ["array", "item"],
  ["set", "item"],
  ["map", "entry"],
  ["record", "entry"],
  ["file", "byte"],
]);

/** Converts bigints and dates, which JSON does not have, to strings. */
function bound(value: number | bigint | undefined, kind: string): number | string {
  if (typeof value === "bigint") return String(value);
  if (kind !== "date") return value ?? 0;
  const date = new Date(value ?? 0);
  return Number.isNaN(date.getTime()) ? (value ?? 0) : date.toISOString();
}

function badFormat(issue: ZodIssue): Violation {
  if (typeof issue.validation === "object" && issue.validation !== null) {
    return zod3Affix(issue.validation);
  }
  const { format = issue.validation, prefix, suffix, includes } = issue;
  // A regular expression does not help a person who fills in the field.
  if (typeof format !== "string" || patterns.has(format)) return { code: "bad_format" };
  return {
    code: "bad_format",
    params: {
      format: clip(format, maximumValue),
      ...(prefix !== undefined && { prefix: clip(prefix, maximumValue) }),
      ...(suffix !== undefined && { suffix: clip(suffix, maximumValue) }),
      ...(includes !== undefined && { includes: clip(includes, maximumValue) }),
    },
  };
}

const patterns: ReadonlySet<string> = new Set(["regex", "template_literal"]);

function zod3Affix(validation: {
  readonly startsWith?: string;
  readonly endsWith?: string;
  readonly includes?: string;
}): Violation {
  const { startsWith, endsWith, includes } = validation;
  if (startsWith !== undefined)
    return badFormat({ message: "", format: "starts_with", prefix: startsWith });
  if (endsWith !== undefined)
    return badFormat({ message: "", format: "ends_with", suffix: endsWith });
  return badFormat({ message: "", format: "includes", includes: includes ?? "" });
}

function notMultipleOf({ divisor, multipleOf }: ZodIssue): Violation {
  return { code: "not_multiple_of", params: { divisor: bound(divisor ?? multipleOf, "number") } };
}

function noVariant(issue: ZodIssue): Violation {
  // The member that distinguishes the variants has a value that belongs to no variant.
  if (issue.options) return notOneOf(issue);
  return { code: issue.inclusive === false ? "several_variants_matched" : "no_variant_matched" };
}

function notOneOf({ values, options, expected }: ZodIssue): Violation {
  return notAmong(values ?? options ?? [expected]);
}
