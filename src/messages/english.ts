import type { ValidationMessages } from "./messages.ts";
import type { Violation } from "./violation.ts";

/**
 * The messages in English. `validate` uses them unless another language is negotiated.
 *
 * @example
 * import { english } from "express-backstop/messages";
 *
 * const rules = { ...english.rules, required: () => "is missing" };
 * validate({ body: Article }, { languages: { en: { ...english, rules } } });
 */
export const english: ValidationMessages = {
  summary: (count) => `The request has ${count} invalid ${count === 1 ? "value" : "values"}.`,
  rules: {
    required: () => "is required",
    unknown_member: () => "is not allowed",
    wrong_type: ({ params }) => `must be ${article(String(params?.["type"]))}`,
    too_short: (violation) =>
      `must have ${howMany(violation, "at least")} ${size(violation, "minimum")}`,
    too_long: (violation) =>
      `must have ${howMany(violation, "at most")} ${size(violation, "maximum")}`,
    too_small: ({ params }) =>
      `must be ${params?.["exclusive"] ? "greater than" : "at least"} ${String(params?.["minimum"])}`,
    too_large: ({ params }) =>
      `must be ${params?.["exclusive"] ? "less than" : "at most"} ${String(params?.["maximum"])}`,
    bad_format: ({ params }) => badFormat(params),
    not_one_of: ({ params }) => `must be one of: ${list(params?.["values"])}`,
    not_multiple_of: ({ params }) => `must be a multiple of ${String(params?.["divisor"])}`,
    no_variant_matched: () => "matches none of the allowed variants",
    several_variants_matched: () => "matches more than one of the allowed variants",
    bad_key: () => "has a name that is not allowed",
    too_deep: () => "is nested too deeply",
    invalid: () => "is not valid",
  },
};

function badFormat(params: Violation["params"]): string {
  if (params?.["prefix"] !== undefined)
    return `must start with ${JSON.stringify(params["prefix"])}`;
  if (params?.["suffix"] !== undefined) return `must end with ${JSON.stringify(params["suffix"])}`;
  if (params?.["includes"] !== undefined)
    return `must contain ${JSON.stringify(params["includes"])}`;
  const format = params?.["format"];
  return typeof format === "string" ? `is not a valid ${format}` : "has the wrong format";
}

function howMany({ params }: Violation, bound: string): string {
  return params?.["minimum"] !== undefined && params["maximum"] !== undefined ? "exactly" : bound;
}

function size({ params, unit = "item" }: Violation, bound: "minimum" | "maximum"): string {
  const amount = String(params?.[bound]);
  return `${amount} ${amount === "1" ? unit : plurals[unit]}`;
}

const plurals = { character: "characters", item: "items", entry: "entries", byte: "bytes" };

function article(type: string): string {
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}

function list(values: unknown): string {
  return Array.isArray(values) ? values.map(String).join(", ") : "";
}
