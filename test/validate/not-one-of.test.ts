import { describe, expect, it } from "vitest";
import { notOneOf, readLiterals } from "../../src/validate/not-one-of.ts";

const listed = (...values: readonly unknown[]) => notOneOf(values).params?.["values"];
const texts = (count: number, length: number) =>
  Array.from({ length: count }, () => "x".repeat(length));

describe("the list of allowed values", () => {
  it("has the first 20", () => {
    const numbers = Array.from({ length: 25 }, (_, index) => index % 10);

    expect(listed(...numbers)).toEqual(numbers.slice(0, 20));
  });

  it("has each text up to 100 characters", () => {
    expect(listed("x".repeat(150))).toEqual(["x".repeat(100)]);
  });

  it("has 256 characters at most, and never a part of a value", () => {
    expect(listed(...texts(4, 64))).toHaveLength(4);
    expect(listed(...texts(3, 64), "x".repeat(65))).toHaveLength(3);
  });

  it("ends at the first value that does not fit, though a later one would", () => {
    expect(listed(...texts(3, 80), "x".repeat(80), "a")).toHaveLength(3);
  });
});

describe("the values in the text of an issue", () => {
  it.each([
    ['"a"', "a"],
    ['"a\\nb"', "a\nb"],
    ['"a "quoted" word"', 'a "quoted" word'],
    ['"two\nlines"', "two\nlines"],
    ["7", 7],
    ["-12", -12],
    ["12.25", 12.25],
    ["1e+21", 1e21],
    ["1e21", 1e21],
    ["2.5e-10", 2.5e-10],
    ["true", true],
    ["false", false],
    ["null", null],
  ])("are read as in JSON: %s", (text, value) => {
    expect(readLiterals([text])).toEqual([value]);
  });

  it.each([
    "string",
    '{"a":1}',
    "[1]",
    '["a"',
    '"a"]',
    "1 item",
    "01",
    "1.2.3",
    '"a" or 1',
    "untrue",
    "null?",
  ])("are not read if %s is among them", (text) => {
    expect(readLiterals(["1", text])).toBeUndefined();
  });
});
