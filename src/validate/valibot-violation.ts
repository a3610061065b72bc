import { clip } from "../inspect/clip.ts";
import type { LengthUnit, Violation } from "../messages/violation.ts";
import type { SchemaIssue } from "../schema/standard-schema.ts";
import { outOfRange, unitOf, wrongSize } from "./broken-limits.ts";
import { notOneOf, readLiterals } from "./not-one-of.ts";
import { formatOf } from "./valibot-formats.ts";

/** The members of an issue of valibot that are read here. */
interface ValibotIssue extends SchemaIssue {
  readonly kind?: unknown;
  readonly type?: unknown;
  readonly input?: unknown;
  readonly expected?: unknown;
  readonly received?: unknown;
  readonly requirement?: unknown;
}

/**
 * Converts an issue of valibot to the violation that is sent, with the text of the schema's author if there is one.
 * valibot's own texts, in every language, repeat what was received, so a text that does so is not sent.
 */
export function valibotViolation(issue: SchemaIssue): Violation {
  const valibot: ValibotIssue = issue;
  const { kind, type, message, received } = valibot;
  const convert = kind === "schema" ? ofSchema : rules.get(String(type));
  const violation = convert?.(valibot) ?? ofFormat(valibot) ?? { code: "invalid" };
  const isAuthors =
    typeof received === "string" && typeof message === "string" && !message.includes(received);
  return isAuthors && message !== "" ? { ...violation, text: message } : violation;
}

type Converter = (issue: ValibotIssue) => Violation | undefined;

function ofSchema({ type, expected }: ValibotIssue): Violation | undefined {
  if (expected === "never" || type === "undefined" || type === "void")
    return { code: "unknown_member" };
  if (type === "non_optional") return { code: "required" };
  const name = types.get(String(type));
  if (name !== undefined) return { code: "wrong_type", params: { type: name } };
  if (type === "variant" && expected === "Object")
    return { code: "wrong_type", params: { type: "object" } };
  const values = listing.has(String(type)) ? readValues(expected) : undefined;
  if (values) return notOneOf(values);
  return type === "union" ? { code: "no_variant_matched" } : undefined;
}

/** The name of the type that a schema requires, as in the violations of zod. */
const types: ReadonlyMap<string, string> = new Map([
  ["string", "string"],
  ["number", "number"],
  ["boolean", "boolean"],
  ["bigint", "bigint"],
  ["symbol", "symbol"],
  ["null", "null"],
  ["date", "date"],
  ["array", "array"],
  ["tuple", "array"],
  ["loose_tuple", "array"],
  ["strict_tuple", "array"],
  ["tuple_with_rest", "array"],
  ["object", "object"],
  ["loose_object", "object"],
  ["strict_object", "object"],
  ["object_with_rest", "object"],
  ["record", "record"],
  ["map", "map"],
  ["set", "set"],
  ["file", "file"],
]);

/** The schemas whose issues list the allowed values; a variant lists those of the member that distinguishes it. */
const listing: ReadonlySet<string> = new Set(["literal", "picklist", "enum", "variant", "union"]);

/** Reads the values of a list such as `("a" | "b" | 3)`. */
function readValues(expected: unknown): readonly unknown[] | undefined {
  if (typeof expected !== "string") return undefined;
  return readLiterals(expected.replace(/^\(([\s\S]*)\)$/, "$1").split(" | "));
}

const wrongType = (type: string) => (): Violation => ({ code: "wrong_type", params: { type } });

const range =
  (name: "minimum" | "maximum", isExclusive = false): Converter =>
  ({ requirement }) =>
    outOfRange(name, requirement, isExclusive);

const atLeast =
  (unit?: LengthUnit): Converter =>
  ({ input, requirement }) =>
    wrongSize({ unit: unit ?? unitOf(input), minimum: requirement });

const atMost =
  (unit?: LengthUnit): Converter =>
  ({ input, requirement }) =>
    wrongSize({ unit: unit ?? unitOf(input), maximum: requirement });

/** An issue of an exact size says which size it received. */
const exactly =
  (unit?: LengthUnit): Converter =>
  ({ input, received, requirement }) =>
    wrongSize(
      { unit: unit ?? unitOf(input), minimum: requirement, maximum: requirement },
      Number(received),
    );

const affix =
  (name: "prefix" | "suffix" | "includes", format: string): Converter =>
  ({ requirement, input }) => {
    // A list that has to include something has the same rule.
    if (typeof requirement !== "string" || typeof input !== "string") return undefined;
    return { code: "bad_format", params: { format, [name]: clip(requirement, 100) } };
  };

/** The conversion for each rule. A rule that is missing here and is not a format becomes `invalid`. */
const rules: ReadonlyMap<string, Converter> = /* @__PURE__ */ createRules();

function createRules(): ReadonlyMap<string, Converter> {
  return new Map<string, Converter>([
    ["min_value", range("minimum")],
    ["gt_value", range("minimum", true)],
    ["max_value", range("maximum")],
    ["lt_value", range("maximum", true)],
    ["value", ({ requirement }) => valuesOf([requirement])],
    [
      "values",
      ({ requirement }) => (Array.isArray(requirement) ? valuesOf(requirement) : undefined),
    ],
    ["min_length", atLeast()],
    ["max_length", atMost()],
    ["length", exactly()],
    ["non_empty", ({ input }) => wrongSize({ unit: unitOf(input), minimum: 1 })],
    ["empty", ({ input }) => wrongSize({ unit: unitOf(input), maximum: 0 })],
    ["min_graphemes", atLeast("character")],
    ["max_graphemes", atMost("character")],
    ["graphemes", exactly("character")],
    ["min_code_points", atLeast("character")],
    ["max_code_points", atMost("character")],
    ["code_points", exactly("character")],
    ["min_bytes", atLeast("byte")],
    ["max_bytes", atMost("byte")],
    ["bytes", exactly("byte")],
    ["min_entries", atLeast("entry")],
    ["max_entries", atMost("entry")],
    ["entries", exactly("entry")],
    ["min_size", (issue) => atLeast(unitOfSize(issue.input))(issue)],
    ["max_size", (issue) => atMost(unitOfSize(issue.input))(issue)],
    ["size", (issue) => exactly(unitOfSize(issue.input))(issue)],
    ["multiple_of", notMultipleOf],
    ["integer", wrongType("integer")],
    ["safe_integer", wrongType("integer")],
    ["finite", wrongType("finite number")],
    ["starts_with", affix("prefix", "starts_with")],
    ["ends_with", affix("suffix", "ends_with")],
    ["includes", affix("includes", "includes")],
    ["to_number", wrongType("number")],
    ["to_bigint", wrongType("bigint")],
    ["to_boolean", wrongType("boolean")],
    ["parse_boolean", wrongType("boolean")],
    ["to_date", wrongType("date")],
  ]);
}

function valuesOf(values: readonly unknown[]): Violation | undefined {
  const isPlain = values.every((value) => /^(string|number|boolean|bigint)$/.test(typeof value));
  return isPlain ? notOneOf(values) : undefined;
}

/** Returns the unit of a Map, a Set, a Blob or a File. */
function unitOfSize(value: unknown): LengthUnit {
  if (value instanceof Map) return "entry";
  return value instanceof Set ? "item" : "byte";
}

function notMultipleOf({ requirement }: ValibotIssue): Violation | undefined {
  const isNumber = typeof requirement === "number" || typeof requirement === "bigint";
  if (!isNumber) return undefined;
  const divisor = typeof requirement === "bigint" ? String(requirement) : requirement;
  return { code: "not_multiple_of", params: { divisor } };
}

function ofFormat({ kind, type }: ValibotIssue): Violation | undefined {
  if (kind === "schema" || typeof type !== "string") return undefined;
  // A regular expression does not help a person who fills in the field.
  if (type === "regex") return { code: "bad_format" };
  const format = formatOf(type);
  return format === undefined ? undefined : { code: "bad_format", params: { format } };
}
