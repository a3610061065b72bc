import type { FieldError } from "../raise/field-error.ts";
import type { SchemaIssue } from "./standard-schema.ts";

/** The broken rule of a field error, without its place. */
export type Rule = Pick<FieldError, "code" | "detail" | "params">;

/** What zod 3 and zod 4 tell about an issue, under the names of either. */
interface ZodIssue extends SchemaIssue {
  readonly code?: string;
  readonly expected?: unknown;
  readonly origin?: string;
  readonly type?: string;
  readonly format?: string;
  readonly validation?: unknown;
  readonly minimum?: number | bigint;
  readonly maximum?: number | bigint;
  readonly inclusive?: boolean;
  readonly exact?: boolean;
  readonly divisor?: number;
  readonly multipleOf?: number;
  readonly values?: readonly unknown[];
  readonly options?: readonly unknown[];
}

/** Gives our own stable code and text for an issue of zod 3 or zod 4. */
export function zodRule(issue: SchemaIssue): Rule {
  const zod: ZodIssue = issue;
  return table.get(zod.code ?? "")?.(zod) ?? invalid;
}

const invalid: Rule = { code: "invalid", detail: "is not valid" };

// Both generations in one table: zod 4's names first, then those only zod 3 has.
const table: ReadonlyMap<string, (issue: ZodIssue) => Rule> = new Map([
  ["invalid_type", wrongType],
  ["too_small", tooSmall],
  ["too_big", tooBig],
  ["invalid_format", badFormat],
  ["invalid_value", notOneOf],
  ["not_multiple_of", notMultipleOf],
  ["invalid_union", noVariant],
  ["invalid_key", badKey],
  ["custom", authorsOwn],
  ["invalid_string", badFormat],
  ["invalid_enum_value", notOneOf],
  ["invalid_literal", notOneOf],
  ["invalid_union_discriminator", noVariant],
  ["invalid_date", badDate],
]);

function wrongType(issue: ZodIssue): Rule {
  const type = String(issue.expected);
  return { code: "wrong_type", detail: `must be ${article(type)}`, params: { type } };
}

function tooSmall(issue: ZodIssue): Rule {
  const minimum = bound(issue.minimum);
  const params = { minimum };
  const unit = units.get(issue.origin ?? issue.type ?? "");
  if (unit) {
    return { code: "too_short", detail: `must have at least ${count(minimum, unit)}`, params };
  }
  const words = issue.inclusive === false ? "greater than" : "at least";
  return { code: "too_small", detail: `must be ${words} ${minimum}`, params };
}

function tooBig(issue: ZodIssue): Rule {
  const maximum = bound(issue.maximum);
  const params = { maximum };
  const unit = units.get(issue.origin ?? issue.type ?? "");
  if (unit) {
    return { code: "too_long", detail: `must have at most ${count(maximum, unit)}`, params };
  }
  const words = issue.inclusive === false ? "less than" : "at most";
  return { code: "too_large", detail: `must be ${words} ${maximum}`, params };
}

function badFormat(issue: ZodIssue): Rule {
  const format = issue.format ?? (typeof issue.validation === "string" ? issue.validation : "");
  if (!format || format === "regex") return { code: "bad_format", detail: "has the wrong format" };
  return { code: "bad_format", detail: `is not a valid ${format}`, params: { format } };
}

function notOneOf(issue: ZodIssue): Rule {
  const values = issue.values ?? issue.options ?? [issue.expected];
  const shown = values.slice(0, 20).map(String);
  const more = values.length > shown.length ? ", …" : "";
  return { code: "not_one_of", detail: `must be one of: ${shown.join(", ")}${more}` };
}

function notMultipleOf(issue: ZodIssue): Rule {
  const divisor = issue.divisor ?? issue.multipleOf;
  return {
    code: "not_multiple_of",
    detail: `must be a multiple of ${divisor}`,
    params: { divisor },
  };
}

function noVariant(): Rule {
  return { code: "no_variant_matched", detail: "matches none of the allowed variants" };
}

function badKey(): Rule {
  return { code: "bad_key", detail: "has a name that is not allowed" };
}

function badDate(): Rule {
  return { code: "bad_format", detail: "is not a valid date", params: { format: "date" } };
}

// The text of a refinement is the schema author's, written for whoever fills in the field.
function authorsOwn(issue: ZodIssue): Rule {
  const isDefault = issue.message === "Invalid input";
  return { code: "invalid", detail: isDefault ? invalid.detail : issue.message.slice(0, 256) };
}

const units: ReadonlyMap<string, string> = new Map([
  ["string", "character"],
  ["array", "item"],
  ["set", "item"],
  ["map", "entry"],
]);

function count(amount: number | string, unit: string): string {
  if (Number(amount) === 1) return `1 ${unit}`;
  return unit === "entry" ? `${amount} entries` : `${amount} ${unit}s`;
}

// JSON has no bigint.
function bound(value: number | bigint | undefined): number | string {
  return typeof value === "bigint" ? String(value) : (value ?? 0);
}

function article(type: string): string {
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}
