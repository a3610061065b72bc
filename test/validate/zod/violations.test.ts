import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SchemaIssue } from "../../../src/schema/standard-schema.ts";
import { isRefinement, zodViolation } from "../../../src/validate/zod/violations.ts";

const convert = (issue: object) => zodViolation(issue as SchemaIssue);

describe("zodViolation", () => {
  it.each<[string, object, object]>([
    ["a wrong type", { expected: "string" }, { code: "wrong_type", params: { type: "string" } }],
    ["an int of zod 4", { expected: "int" }, { code: "wrong_type", params: { type: "integer" } }],
    ["a member that is never allowed", { expected: "never" }, { code: "unknown_member" }],
    ["a member that must be undefined", { expected: "undefined" }, { code: "unknown_member" }],
    ["a member that must be void", { expected: "void" }, { code: "unknown_member" }],
    ["a member that must be there", { expected: "nonoptional" }, { code: "required" }],
  ])("converts %s", (_what, members, violation) => {
    expect(convert({ code: "invalid_type", ...members })).toEqual(violation);
  });

  it.each([
    ["string", "character"],
    ["array", "item"],
    ["set", "item"],
    ["map", "entry"],
    ["record", "entry"],
    ["file", "byte"],
  ])("counts a %s in the unit %s, under the names of zod 4 and 3", (kind, unit) => {
    const expected = { code: "too_short", unit, params: { minimum: 2 } };

    expect(convert({ code: "too_small", origin: kind, minimum: 2 })).toEqual(expected);
    expect(convert({ code: "too_small", type: kind, minimum: 2 })).toEqual(expected);
  });

  it.each<[string, object, object]>([
    ["a maximum", { code: "too_big", maximum: 9 }, { maximum: 9 }],
    ["an exact size", { code: "too_big", maximum: 9, exact: true }, { minimum: 9, maximum: 9 }],
    ["an exact size", { code: "too_small", minimum: 9, exact: true }, { minimum: 9, maximum: 9 }],
    [
      "an exclusive size, as sizes are whole",
      { code: "too_big", maximum: 9, inclusive: false },
      { maximum: 9 },
    ],
  ])("converts %s of a text", (_what, issue, params) => {
    expect(convert({ origin: "string", ...issue })).toMatchObject({ unit: "character", params });
  });

  it.each<[string, object, object]>([
    ["a minimum", { minimum: 0 }, { minimum: 0 }],
    ["an inclusive minimum", { minimum: 0, inclusive: true }, { minimum: 0 }],
    ["an exclusive minimum", { minimum: 0, inclusive: false }, { minimum: 0, exclusive: true }],
    ["a bigint, which JSON does not have", { minimum: 9n }, { minimum: "9" }],
    ["a date", { minimum: 0, origin: "date" }, { minimum: "1970-01-01T00:00:00.000Z" }],
    ["an invalid date", { minimum: Number.NaN, origin: "date" }, { minimum: Number.NaN }],
    ["no minimum", {}, { minimum: 0 }],
  ])("converts %s of a value", (_what, members, params) => {
    expect(convert({ code: "too_small", origin: "number", ...members })).toEqual({
      code: "too_small",
      params,
    });
  });

  it.each<[string, object, object | undefined]>([
    ["a format of zod 4", { format: "email" }, { format: "email" }],
    ["a format of zod 3", { code: "invalid_string", validation: "email" }, { format: "email" }],
    ["a prefix", { format: "starts_with", prefix: "a" }, { format: "starts_with", prefix: "a" }],
    ["a suffix", { format: "ends_with", suffix: "a" }, { format: "ends_with", suffix: "a" }],
    ["a part", { format: "includes", includes: "a" }, { format: "includes", includes: "a" }],
    [
      "a prefix of zod 3",
      { validation: { startsWith: "a" } },
      { format: "starts_with", prefix: "a" },
    ],
    ["a suffix of zod 3", { validation: { endsWith: "a" } }, { format: "ends_with", suffix: "a" }],
    ["a part of zod 3", { validation: { includes: "a" } }, { format: "includes", includes: "a" }],
    ["a regular expression", { format: "regex", pattern: "/a/" }, undefined],
    ["a template", { format: "template_literal" }, undefined],
    ["a format that is not named", {}, undefined],
    ["a validation that is null", { validation: null }, undefined],
  ])("converts %s", (_what, members, params) => {
    const { code, params: converted } = convert({ code: "invalid_format", ...members });

    expect(code).toBe("bad_format");
    expect(converted).toEqual(params);
  });

  it.each<[string, object, unknown[]]>([
    ["the values of zod 4", { code: "invalid_value", values: ["a", 1, null] }, ["a", 1, null]],
    ["a literal of zod 3", { code: "invalid_literal", expected: "a" }, ["a"]],
    ["an enumeration of zod 3", { code: "invalid_enum_value", options: ["a", "b"] }, ["a", "b"]],
    ["the variants of zod 3", { code: "invalid_union_discriminator", options: ["a"] }, ["a"]],
    ["the variants of zod 4", { code: "invalid_union", options: ["a"], errors: [] }, ["a"]],
    ["bigints", { code: "invalid_value", values: [9n] }, ["9"]],
  ])("lists %s", (_what, issue, values) => {
    expect(convert(issue)).toEqual({ code: "not_one_of", params: { values } });
  });

  it.each<[object, object]>([
    [
      { code: "not_multiple_of", divisor: 5 },
      { code: "not_multiple_of", params: { divisor: 5 } },
    ],
    [
      { code: "not_multiple_of", multipleOf: 5n },
      { code: "not_multiple_of", params: { divisor: "5" } },
    ],
    [{ code: "unrecognized_keys", keys: ["secret"] }, { code: "unknown_member" }],
    [{ code: "invalid_key", issues: [] }, { code: "bad_key" }],
    [{ code: "invalid_union" }, { code: "no_variant_matched" }],
    [{ code: "invalid_union", inclusive: false }, { code: "several_variants_matched" }],
    [{ code: "invalid_date" }, { code: "wrong_type", params: { type: "date" } }],
    [{ code: "not_finite" }, { code: "wrong_type", params: { type: "finite number" } }],
    [{ code: "custom", params: { secret: 1 } }, { code: "invalid" }],
    [{ code: "constructor" }, { code: "invalid" }],
    [{}, { code: "invalid" }],
  ])("converts %o", (issue, violation) => {
    expect(convert(issue)).toEqual(violation);
  });

  it("adds the text of the author to any violation", () => {
    expect(convert({ code: "too_small", origin: "string", minimum: 1, message: "Write." })).toEqual(
      {
        code: "too_short",
        unit: "character",
        params: { minimum: 1 },
        text: "Write.",
      },
    );
  });

  it("lists at most 20 values of at most 100 characters, and 256 characters in all", () => {
    const allowed = fc.array(fc.oneof(fc.string({ unit: "binary", maxLength: 150 }), fc.bigInt()), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(allowed, (values) => {
        const { params } = convert({ code: "invalid_value", values });

        const listed = (params as { values: readonly string[] }).values;
        expect(listed.length).toBeLessThanOrEqual(20);
        expect(listed.join("").length).toBeLessThanOrEqual(256);
        expect(Math.max(0, ...listed.map((value) => value.length))).toBeLessThanOrEqual(100);
        expect(listed.every((value) => value.isWellFormed())).toBe(true);
      }),
    );
  });

  it.each(["prefix", "suffix", "includes", "format"])("cuts a %s after 100 characters", (name) => {
    const long = "x".repeat(99) + "👍";

    expect(convert({ code: "invalid_format", format: "x", [name]: long }).params?.[name]).toBe(
      "x".repeat(99),
    );
  });
});

it.each([
  ["custom", true],
  ["invalid_type", false],
  [undefined, false],
])("takes an issue with the code %s for one of a refinement: %s", (code, expected) => {
  expect(isRefinement({ message: "", ...(code && { code }) })).toBe(expected);
});
