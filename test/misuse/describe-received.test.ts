import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { describeReceived } from "../../src/misuse/describe-received.ts";

describe("describeReceived", () => {
  it.each<[string, unknown, string]>([
    ["a text, so that spaces and quotation marks are seen", ' "a"\n', String.raw`" \"a\"\n"`],
    ["an empty text", "", '""'],
    ["null", null, "null"],
    ["undefined", undefined, "undefined"],
    ["true", true, "true"],
    ["zero", 0, "0"],
    ["NaN", Number.NaN, "NaN"],
    ["an array", ["secret"], "an array"],
    ["an object", { secret: 1 }, "a value of type object"],
    ["a function", () => "secret", "a value of type function"],
    ["a symbol", Symbol("secret"), "a value of type symbol"],
    ["a bigint", 8n, "a value of type bigint"],
  ])("describes %s", (_what, value, text) => {
    expect(describeReceived(value)).toBe(text);
  });

  it("describes anything in one line, without calling its methods", () => {
    const anything = fc.anything({ withBigInt: true, withNullPrototype: true, withMap: true });
    const refuses = (): never => {
      throw new Error("was called");
    };
    fc.assert(
      fc.property(anything, (value) => {
        expect(describeReceived(value)).toMatch(/^[^\n\r]+$/);
      }),
    );

    expect(describeReceived({ toString: refuses, toJSON: refuses })).toBe("a value of type object");
  });
});
