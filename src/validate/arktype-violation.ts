import type { Violation } from "../messages/violation.ts";
import { tryReadMember } from "../misuse/read-member.ts";
import type { SchemaIssue } from "../schema/standard-schema.ts";
import { outOfRange, unitOf, wrongSize } from "./broken-limits.ts";
import { notOneOf, readLiterals } from "./not-one-of.ts";

/**
 * Converts an issue of ArkType to the violation that is sent. ArkType's own texts repeat what was received. A text that
 * the schema's author configured is sent, but not what a function of the author makes of the value.
 */
export function arktypeViolation(issue: SchemaIssue): Violation {
  const convert = converters.get(String(tryReadMember(issue, "code")));
  const violation = convert?.(issue) ?? { code: "invalid" };
  const meta = tryReadMember(issue, "meta");
  const text = isObject(meta) ? tryReadMember(meta, "message") : undefined;
  return typeof text === "string" && text !== "" ? { ...violation, text } : violation;
}

/** Returns the issues that an issue stands for: an intersection lists one for each rule that the value broke. */
export function arktypeIssues(issue: SchemaIssue): readonly SchemaIssue[] {
  const inner = innerIssues(issue);
  return tryReadMember(issue, "code") === "intersection" && inner.length > 0 ? inner : [issue];
}

function innerIssues(issue: SchemaIssue): readonly SchemaIssue[] {
  const errors = tryReadMember(issue, "errors");
  return Array.isArray(errors) ? errors.filter(isObject) : [];
}

// An issue of ArkType has the members of every issue.
function isObject(value: unknown): value is SchemaIssue {
  return typeof value === "object" && value !== null;
}

type Converter = (issue: SchemaIssue) => Violation | undefined;

/** The conversion for each code of an issue. An issue with another code becomes `invalid`. */
const converters: ReadonlyMap<string, Converter> = new Map<string, Converter>([
  ["required", () => ({ code: "required" })],
  ["domain", (issue) => wrongType(tryReadMember(issue, "domain"))],
  ["proto", ofClass],
  ["unit", ofUnits],
  ["min", (issue) => outOfRange("minimum", ruleOf(issue), isExclusive(issue))],
  ["max", (issue) => outOfRange("maximum", ruleOf(issue), isExclusive(issue))],
  ["after", (issue) => outOfRange("minimum", ruleOf(issue))],
  ["before", (issue) => outOfRange("maximum", ruleOf(issue))],
  ["minLength", (issue) => wrongSize({ unit: unitOfData(issue), minimum: ruleOf(issue) })],
  ["maxLength", (issue) => wrongSize({ unit: unitOfData(issue), maximum: ruleOf(issue) })],
  ["exactLength", wrongLength],
  ["divisor", notMultipleOf],
  ["pattern", (issue) => ofFormat(issue) ?? { code: "bad_format" }],
  ["predicate", (issue) => ofFormat(issue) ?? ofDiscriminator(issue)],
  ["union", ofUnion],
]);

function ruleOf(issue: SchemaIssue): unknown {
  return tryReadMember(issue, "rule");
}

function isExclusive(issue: SchemaIssue): boolean {
  return tryReadMember(issue, "exclusive") === true;
}

function unitOfData(issue: SchemaIssue): ReturnType<typeof unitOf> {
  return unitOf(tryReadMember(issue, "data"));
}

function wrongType(type: unknown): Violation | undefined {
  return typeof type === "string" ? { code: "wrong_type", params: { type } } : undefined;
}

function ofClass(issue: SchemaIssue): Violation | undefined {
  return wrongType(classes.get(tryReadMember(issue, "proto")));
}

const classes: ReadonlyMap<unknown, string> = new Map<unknown, string>([
  [Array, "array"],
  [Date, "date"],
  [Map, "map"],
  [Set, "set"],
]);

function wrongLength(issue: SchemaIssue): Violation | undefined {
  const data = tryReadMember(issue, "data");
  const limits = { unit: unitOf(data), minimum: ruleOf(issue), maximum: ruleOf(issue) };
  const isSized = typeof data === "string" || Array.isArray(data);
  return wrongSize(limits, isSized ? data.length : undefined);
}

function notMultipleOf(issue: SchemaIssue): Violation | undefined {
  const divisor = ruleOf(issue);
  if (divisor === 1) return wrongType("integer");
  return typeof divisor === "number" ? { code: "not_multiple_of", params: { divisor } } : undefined;
}

/** Converts an issue of one allowed value. */
function ofUnits(issue: SchemaIssue): Violation | undefined {
  const value = tryReadMember(issue, "unit");
  if (value === undefined) return { code: "unknown_member" };
  if (value === null) return wrongType("null");
  return isPlain(value) ? notOneOf([value]) : undefined;
}

function ofUnion(issue: SchemaIssue): Violation {
  const inner = innerIssues(issue);
  // A member that may not exist has the type `never`, which is a union of nothing.
  if (inner.length === 0) return { code: "unknown_member" };
  // Only an issue of one allowed value has a unit.
  const units = inner.map((one) => tryReadMember(one, "unit"));
  if (units.every(isPlain)) return ofValues(units);
  // An IP address, for one, is a union of the patterns of its versions, which have one description.
  const [format, ...others] = new Set(inner.map((one) => formatOf(one)));
  return format !== undefined && others.length === 0
    ? { code: "bad_format", params: { format } }
    : { code: "no_variant_matched" };
}

function ofValues(values: readonly unknown[]): Violation {
  const isBoolean = values.length === 2 && values.includes(true) && values.includes(false);
  return isBoolean ? { code: "wrong_type", params: { type: "boolean" } } : notOneOf(values);
}

function isPlain(value: unknown): boolean {
  return value === null || /^(string|number|boolean|bigint)$/.test(typeof value);
}

function ofFormat(issue: SchemaIssue): Violation | undefined {
  const format = formatOf(issue);
  return format === undefined ? undefined : { code: "bad_format", params: { format } };
}

function formatOf(issue: SchemaIssue): string | undefined {
  return formats.get(tryReadMember(issue, "expected"));
}

/** The formats of ArkType's own keywords, by what it says to expect. */
const formats: ReadonlyMap<unknown, string> = new Map<unknown, string>([
  ["a credit card number", "credit card"],
  ["a JSON string", "json_string"],
  ["a parsable date", "date"],
  ["a semantic version (see https://semver.org/)", "semver"],
  ["a URL string", "url"],
  ["a UUID", "uuid"],
  ["a well-formed integer string", "integer"],
  ["a well-formed numeric string", "number"],
  ["an email address", "email"],
  ["an IP address", "ip"],
  ["an IPv4 address", "ipv4"],
  ["an IPv6 address", "ipv6"],
  ["an ISO 8601 (YYYY-MM-DDTHH:mm:ss.sssZ) date", "ISO 8601 date"],
  ["base64-encoded", "base64"],
  ["base64url-encoded", "base64url"],
  ["hex characters only", "hex"],
  ["only digits 0-9", "digits"],
  ["a UUIDv1", "uuid"],
  ["a UUIDv2", "uuid"],
  ["a UUIDv3", "uuid"],
  ["a UUIDv4", "uuid"],
  ["a UUIDv5", "uuid"],
  ["a UUIDv6", "uuid"],
  ["a UUIDv7", "uuid"],
  ["a UUIDv8", "uuid"],
]);

/**
 * Converts an issue of a union whose variants are distinguished by a value or a type, which ArkType only describes:
 * `"a" or "b"`, or `a number or a string`. A member that has to be removed is an unknown one.
 */
function ofDiscriminator(issue: SchemaIssue): Violation | undefined {
  const expected = tryReadMember(issue, "expected");
  // What a function of the app expects has no `meta`, and may be a value of the request.
  const isOfSchema = isObject(tryReadMember(issue, "meta"));
  if (typeof expected !== "string" || !isOfSchema) return undefined;
  if (expected === "removed") return { code: "unknown_member" };
  const parts = expected.split(/, | or /);
  const values = readLiterals(parts);
  if (values) return notOneOf(values);
  const areTypes = parts.length > 1 && parts.every((part) => typePhrase.test(part));
  return areTypes ? { code: "no_variant_matched" } : undefined;
}

const typePhrase =
  /^(?:an? (?:string|number|bigint|boolean|symbol|object|array|Date)|boolean|null|"[^"]*"|\d+)$/;
