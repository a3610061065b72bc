import { describe, expect, it } from "vitest";
import { outOfRange, wrongSize } from "../../src/validate/broken-limits.ts";

// test/validate/library-codes.http.test.ts has the limits that a body can break.
describe("a limit of a value", () => {
  it("that is a text has 100 characters at most", () => {
    expect(outOfRange("minimum", "x".repeat(150))).toEqual({
      code: "too_small",
      params: { minimum: "x".repeat(100) },
    });
  });

  it.each([
    ["missing", undefined],
    ["not finite", Infinity],
    ["not a date", new Date(Number.NaN)],
    ["an object", {}],
  ])("is not told if it is %s", (_what, limit) => {
    expect(outOfRange("maximum", limit)).toBeUndefined();
  });
});

describe("an exact size", () => {
  const exactly = (limit: unknown, size?: number) =>
    wrongSize({ unit: "item", minimum: limit, maximum: limit }, size);
  const params = { minimum: 3, maximum: 3 };

  it("is missed by a value that is too short, or too long", () => {
    expect(exactly(3, 2)).toEqual({ code: "too_short", unit: "item", params });
    expect(exactly(3, 4)).toEqual({ code: "too_long", unit: "item", params });
  });

  it("is exceeded by a value whose size is not known", () => {
    expect(exactly(3)).toMatchObject({ code: "too_long" });
    expect(exactly(3, Number.NaN)).toMatchObject({ code: "too_long" });
  });
});

it.each([
  ["a fraction", 1.5, 2],
  ["a text", "1", 2],
  ["too large for JSON", 1, 2 ** 53],
  ["missing", 1, undefined],
])("a size is not told if one of its limits is %s", (_what, minimum, maximum) => {
  expect(wrongSize({ unit: "character", minimum, maximum })).toBeUndefined();
});
