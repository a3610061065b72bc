import { describe, expect, it } from "vitest";
import { notOneOf, withFewValues } from "../../src/mappers/allowed-values.ts";

describe("notOneOf", () => {
  it.each<[string, readonly unknown[]]>([
    ["texts, numbers, booleans and null", ["a", 1, true, null]],
    ["more values than are sent, which are still compared", Array.from({ length: 100 }, String)],
    ["no values", []],
  ])("has the values if they are %s", (_what, values) => {
    expect(notOneOf(values)).toEqual({ code: "not_one_of", params: { values } });
  });

  it.each<[string, readonly unknown[] | undefined]>([
    ["an object, such as a reference of joi", ["a", { key: "password" }]],
    ["a function", [() => "a"]],
    ["a symbol", [Symbol("a")]],
    ["a bigint, which JSON does not have", [1n]],
    ["undefined", ["a", undefined]],
    ["not known", undefined],
  ])("has no values if one is %s", (_what, values) => {
    expect(notOneOf(values)).toEqual({ code: "not_one_of" });
  });
});

describe("withFewValues", () => {
  const hasValues = (values: readonly unknown[]) =>
    withFewValues(notOneOf(values)).params !== undefined;

  it.each<[string, readonly unknown[], boolean]>([
    ["20 values", Array.from({ length: 20 }, String), true],
    ["21 values", Array.from({ length: 21 }, String), false],
    ["256 characters", ["x".repeat(156), "y".repeat(100)], true],
    ["257 characters", ["x".repeat(156), "y".repeat(101)], false],
  ])("for %s: %2$s", (_what, values, expected) => {
    expect(hasValues(values)).toBe(expected);
  });

  it("leaves other violations as they are", () => {
    const violation = {
      code: "bad_format",
      params: { values: Array.from({ length: 21 }, String) },
    } as const;

    expect(withFewValues(violation)).toBe(violation);
  });
});
