import { type } from "arktype";
import { describe, expect, it } from "vitest";
import type { SchemaIssue, StandardSchema } from "../../src/schema/standard-schema.ts";
import { arktypeIssues, arktypeViolation } from "../../src/validate/arktype-violation.ts";
import { throwingGetters } from "../support/hostile.ts";

/** Returns the first issue of a value that does not fit. */
function issueOf(schema: StandardSchema, value: unknown): SchemaIssue {
  const { issues } = schema["~standard"].validate(value) as { issues: SchemaIssue[] };
  return issues[0] ?? { message: "The value fits." };
}

const wrongType = (name: string) => ({ code: "wrong_type", params: { type: name } });
const values = (...list: readonly unknown[]) => ({ code: "not_one_of", params: { values: list } });

// test/validate/library-codes.http.test.ts has the issues that a body can cause.
describe("the violation of an issue of ArkType", () => {
  it.each<[string, StandardSchema, unknown, object]>([
    ["a bigint", type("bigint"), 1, wrongType("bigint")],
    ["a date", type("Date"), "x", wrongType("date")],
    ["a map", type("Map"), 1, wrongType("map")],
    ["a set", type("Set"), 1, wrongType("set")],
    ["a class", type.instanceOf(URL), 1, { code: "invalid" }],
    ["a bigint that is allowed", type("5n"), 1, values("5")],
    [
      "the earliest date",
      type("Date >= d'2020-01-01T00:00:00.000Z'"),
      new Date(0),
      { code: "too_small", params: { minimum: "2020-01-01T00:00:00.000Z" } },
    ],
    [
      "the latest date",
      type("Date <= d'1970-01-01T00:00:00.000Z'"),
      new Date(1),
      { code: "too_large", params: { maximum: "1970-01-01T00:00:00.000Z" } },
    ],
    ["values with words of the language", type("'a or b' | 'c, d'"), "x", values("a or b", "c, d")],
    [
      "values of a union that tells types apart",
      type("1 | 'x' | true | null"),
      "c",
      values(1, "x", null, true),
    ],
    [
      "a rule of the app",
      type("number").narrow((_, rule) => rule.mustBe('"s3cr3t"')),
      1,
      { code: "invalid" },
    ],
    [
      "what the app says that it wants removed",
      type("number").narrow((_, rule) => rule.mustBe("removed")),
      1,
      { code: "invalid" },
    ],
    [
      "a format that the app has described",
      type("string.email").describe("the address"),
      "x",
      { code: "bad_format" },
    ],
  ])("tells %s", (_what, schema, value, violation) => {
    expect(arktypeViolation(issueOf(schema, value))).toEqual(violation);
  });

  it.each([
    ["a limit that is not a number", { code: "minLength", rule: "x" }],
    ["a limit that is missing", { code: "min" }],
    ["a divisor that is missing", { code: "divisor" }],
    ["a type that is missing", { code: "domain" }],
    ["a value that is an object", { code: "unit", unit: {} }],
    ["an expectation that is not a text", { code: "predicate", expected: 7, meta: {} }],
    ["a getter that throws", throwingGetters({}, "code", "expected", "rule")],
  ])("is `invalid` for %s", (_what, issue) => {
    expect(arktypeViolation(issue as SchemaIssue)).toEqual({ code: "invalid" });
  });

  it("has the text that the author of the schema configured, and not what a function makes", () => {
    const fixed = type("string > 3").configure({ message: "Write more." });
    const made = type("string > 3").configure({ message: ({ data }) => `not ${String(data)}` });

    expect(arktypeViolation(issueOf(fixed, "a"))).toMatchObject({ text: "Write more." });
    expect(arktypeViolation(issueOf(made, "a"))).not.toHaveProperty("text");
  });

  it("has no text where the author configured an empty one", () => {
    const silent = type("string > 3").configure({ message: "" });

    expect(arktypeViolation(issueOf(silent, "a"))).not.toHaveProperty("text");
  });

  const units = (...list: readonly unknown[]) => list.map((unit) => ({ code: "unit", unit }));

  it.each<[string, readonly object[], object]>([
    ["true and false", units(true, false), wrongType("boolean")],
    ["false and true", units(false, true), wrongType("boolean")],
    ["true and another value", units(true, "a"), values(true, "a")],
    ["false and another value", units("a", false), values("a", false)],
    ["true, false and null", units(true, false, null), values(true, false, null)],
    ["a value and an object", units("a", {}), { code: "no_variant_matched" }],
    [
      "a value and a type",
      [...units("a"), { code: "domain", domain: "number" }],
      { code: "no_variant_matched" },
    ],
  ])("tells what a union of %s allows", (_what, errors, violation) => {
    const issue = { code: "union", errors } as unknown as SchemaIssue;

    expect(arktypeViolation(issue)).toEqual(violation);
  });

  it.each([
    ["a number or a string", "no_variant_matched"],
    ["an object, an array or null", "no_variant_matched"],
    ["boolean or a Date", "no_variant_matched"],
    ['"ab" or a bigint', "no_variant_matched"],
    ["12 or a symbol", "no_variant_matched"],
    // An author may describe a rule like this.
    ["a number", "invalid"],
    ["a number or something else", "invalid"],
    ["not a number or a string", "invalid"],
    ["a number of items or a string", "invalid"],
  ])("takes a rule that expects %s for %s", (expected, code) => {
    const issue = { message: "", code: "predicate", expected, meta: {} };

    expect(arktypeViolation(issue as never)).toEqual({ code });
  });
});

describe("the issues of ArkType that an issue stands for", () => {
  it("are those of the rules that a value broke, where several are", () => {
    const issues = arktypeIssues(issueOf(type({ a: "string > 3 & /^a/" }), { a: "b" }));

    expect(issues.map((issue) => arktypeViolation(issue).code)).toEqual([
      "bad_format",
      "too_short",
    ]);
    expect(issues.map(({ path = [] }) => Array.from(path))).toEqual([["a"], ["a"]]);
  });

  it.each([
    ["one rule", { code: "min" }],
    ["a union", { code: "union", errors: [{ code: "unit" }] }],
    ["an intersection of nothing", { code: "intersection", errors: [] }],
    ["an intersection of other things", { code: "intersection", errors: [7, null] }],
  ])("are the issue itself for %s", (_what, issue) => {
    expect(arktypeIssues(issue as unknown as SchemaIssue)).toEqual([issue]);
  });
});
