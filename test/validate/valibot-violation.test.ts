import * as v from "valibot";
import { describe, expect, it } from "vitest";
import type { SchemaIssue, StandardSchema } from "../../src/schema/standard-schema.ts";
import { valibotViolation } from "../../src/validate/valibot-violation.ts";

/** Returns the first issue of a value that does not fit. */
function issueOf(schema: StandardSchema, value: unknown): SchemaIssue {
  const { issues } = schema["~standard"].validate(value) as { issues: SchemaIssue[] };
  return issues[0] ?? { message: "The value fits." };
}

const wrongType = (type: string) => ({ code: "wrong_type", params: { type } });
const format = (name: string) => ({ code: "bad_format", params: { format: name } });
const long = "x".repeat(150);

// test/validate/library-codes.http.test.ts has the issues that a body can cause.
describe("the violation of an issue of valibot", () => {
  it.each<[string, StandardSchema, unknown, object]>([
    ["a bigint", v.bigint(), 1, wrongType("bigint")],
    ["a date", v.date(), new Date(Number.NaN), wrongType("date")],
    ["a map", v.map(v.any(), v.any()), {}, wrongType("map")],
    ["a set", v.set(v.any()), {}, wrongType("set")],
    ["a symbol", v.symbol(), {}, wrongType("symbol")],
    ["a class", v.instance(URL), {}, { code: "invalid" }],
    ["a function", v.function(), {}, { code: "invalid" }],
    ["a value that may not be null", v.nonNullable(v.null()), null, { code: "invalid" }],
    ["a value that has to be there", v.nonOptional(v.any()), undefined, { code: "required" }],
    ["a conversion to a number", v.pipe(v.any(), v.toNumber()), "x", wrongType("number")],
    ["a conversion to a date", v.pipe(v.any(), v.toDate()), "x", wrongType("date")],
    [
      "the earliest date",
      v.pipe(v.date(), v.minValue(new Date(0))),
      new Date(-1),
      { code: "too_small", params: { minimum: "1970-01-01T00:00:00.000Z" } },
    ],
    [
      "the largest bigint",
      v.pipe(v.bigint(), v.ltValue(5n)),
      5n,
      { code: "too_large", params: { maximum: "5", exclusive: true } },
    ],
    [
      "a multiple of a bigint",
      v.pipe(v.bigint(), v.multipleOf(5n)),
      3n,
      { code: "not_multiple_of", params: { divisor: "5" } },
    ],
    ["a literal of a bigint", v.literal(5n), 1, { code: "not_one_of", params: { values: [5] } }],
    [
      "the size of a set",
      v.pipe(v.set(v.any()), v.minSize(2)),
      new Set(),
      { code: "too_short", unit: "item", params: { minimum: 2 } },
    ],
    [
      "the size of a map",
      v.pipe(v.map(v.any(), v.any()), v.size(1)),
      new Map([
        [1, 1],
        [2, 2],
      ]),
      { code: "too_long", unit: "entry", params: { minimum: 1, maximum: 1 } },
    ],
    [
      "the size of a file",
      v.pipe(v.blob(), v.maxSize(1)),
      new Blob(["ab"]),
      { code: "too_long", unit: "byte", params: { maximum: 1 } },
    ],
    [
      "a date that is allowed",
      v.pipe(v.date(), v.value(new Date(0))),
      new Date(1),
      { code: "invalid" },
    ],
    [
      "a literal with quotes",
      v.literal('a "b"'),
      "c",
      { code: "not_one_of", params: { values: ['a "b"'] } },
    ],
    [
      "a literal that looks like two",
      v.literal('a" | "b'),
      "c",
      { code: "not_one_of", params: { values: ["a", "b"] } },
    ],
    ["a literal that looks like a list", v.literal("a | b"), "c", { code: "invalid" }],
    [
      "a union of literals",
      v.union([v.literal("a"), v.null()]),
      1,
      { code: "not_one_of", params: { values: ["a", null] } },
    ],
    [
      "an item that a list must include",
      v.pipe(v.array(v.any()), v.includes("s3cr3t")),
      [],
      { code: "invalid" },
    ],
    ["a week", v.pipe(v.string(), v.isoWeek()), "x", format("week")],
    ["a credit card", v.pipe(v.string(), v.creditCard()), "x", format("credit card")],
    ["a token", v.pipe(v.string(), v.jwsCompact()), "x", format("jwt")],
    ["JSON", v.pipe(v.string(), v.parseJson()), "{", format("json_string")],
    [
      "a long prefix",
      v.pipe(v.string(), v.startsWith(long)),
      "x",
      { code: "bad_format", params: { format: "starts_with", prefix: long.slice(0, 100) } },
    ],
  ])("tells %s", (_what, schema, value, violation) => {
    expect(valibotViolation(issueOf(schema, value))).toEqual(violation);
  });

  it.each([
    ["a limit that is not a number", { kind: "validation", type: "min_length", requirement: "x" }],
    [
      "a limit that is not finite",
      { kind: "validation", type: "min_value", requirement: Infinity },
    ],
    [
      "a date that is not valid",
      { kind: "validation", type: "max_value", requirement: new Date(NaN) },
    ],
    ["a limit that is missing", { kind: "validation", type: "multiple_of" }],
    ["a list that is missing", { kind: "validation", type: "values" }],
    ["a list that is not a text", { kind: "schema", type: "picklist", expected: 7 }],
    ["a list with an object", { kind: "validation", type: "values", requirement: ["a", {}] }],
    ["a prefix that is missing", { kind: "validation", type: "starts_with", input: "x" }],
    ["a text without what was received", { message: "Write more." }],
    ["what was received without a text", { received: "1" }],
    ["a kind that is missing", {}],
  ])("is `invalid` for %s", (_what, issue) => {
    expect(valibotViolation(issue as SchemaIssue)).toEqual({ code: "invalid" });
  });

  it("has the text that the author of the schema wrote", () => {
    const issue = issueOf(v.pipe(v.string(), v.minLength(9, "Write more.")), "s3cr3t");

    expect(valibotViolation(issue)).toEqual({
      code: "too_short",
      unit: "character",
      params: { minimum: 9 },
      text: "Write more.",
    });
  });

  it.each<[string, StandardSchema, unknown]>([
    ["valibot's own", v.pipe(v.string(), v.minLength(9)), "s3cr3t"],
    ["valibot's own about a type", v.number(), "s3cr3t"],
    ["an author's that repeats the value", v.string(({ received }) => `Not ${received}.`), 7],
    ["empty", v.string(""), 7],
  ])("does not have a text that is %s", (_what, schema, value) => {
    expect(valibotViolation(issueOf(schema, value))).not.toHaveProperty("text");
  });
});
