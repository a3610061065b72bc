import { describe, expect, it } from "vitest";
import { superstructViolation } from "../../src/mappers/superstruct-violation.ts";

// test/libraries/schemas.test.ts provokes them with superstruct itself.
describe("the violation of a failure of superstruct", () => {
  it.each<[string, object, object]>([
    [
      "a minimum",
      {
        type: "number",
        refinement: "min",
        value: -9,
        message: "Expected a number greater than or equal to -1.5 but received `-9`",
      },
      { code: "too_small", params: { minimum: -1.5 } },
    ],
    [
      "the maximum of a date",
      {
        type: "date",
        refinement: "max",
        message: "Expected a date less than or equal to Fri Nov 27 2026 but received `Sat`",
      },
      { code: "too_large" },
    ],
    [
      "a text of the app in place of the limit",
      { type: "number", refinement: "min", message: "Expected 7, or equal to 8 but" },
      { code: "too_small" },
    ],
    [
      "a size",
      {
        type: "set",
        refinement: "size",
        value: new Set([1]),
        message:
          "Expected a set with a size between `2` and `5` but received one with a size of `1`",
      },
      { code: "too_short", unit: "item", params: { minimum: 2 } },
    ],
    [
      "a size that the app describes",
      { type: "string", refinement: "size", value: "a", message: "Expected 7 but" },
      { code: "invalid" },
    ],
    ["a type", { type: "type" }, { code: "wrong_type", params: { type: "object" } }],
    ["a type of the app", { type: "Slug" }, { code: "invalid" }],
    ["no type", {}, { code: "invalid" }],
  ])("tells %s", (_what, failure, violation) => {
    expect(superstructViolation(failure)).toEqual(violation);
  });
});
