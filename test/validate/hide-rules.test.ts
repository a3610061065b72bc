import { german } from "express-backstop/messages";
import { describe, expect, it } from "vitest";
import { english } from "../../src/messages/english.ts";
import type { Violation } from "../../src/messages/violation.ts";
import { hideRules } from "../../src/validate/hide-rules.ts";

describe("hideRules", () => {
  it.each<[string, Violation]>([
    ["without parameters", { code: "required" }],
    ["with the text of the author alone", { code: "invalid", text: "Take another." }],
    ["with the name of a type", { code: "wrong_type", params: { type: "finite number" } }],
    ["with the name of a format", { code: "bad_format", params: { format: "uuid" } }],
  ])("leaves a violation %s as it is", (_what, violation) => {
    expect(hideRules(violation, english)).toBe(violation);
  });

  it.each<[string, Violation]>([
    ["the values", { code: "not_one_of", params: { values: ["s3cr3t"] } }],
    ["a minimum", { code: "too_small", params: { minimum: 1234 } }],
    ["a length", { code: "too_short", unit: "character", params: { minimum: 32 } }],
    ["a divisor", { code: "not_multiple_of", params: { divisor: 5 } }],
    [
      "values in place of a type, as in zod 3",
      { code: "wrong_type", params: { type: "'a' | 'b'" } },
    ],
    ["a type that is not a text", { code: "wrong_type", params: { type: ["a", "b"] } }],
  ])("takes away %s, and says only that the value is invalid", (_what, violation) => {
    expect(hideRules(violation, english)).toEqual({ code: violation.code, text: "is not valid" });
  });

  it("keeps the name of a format beside a prefix that it takes away", () => {
    const params = { format: "starts_with", prefix: "key_" };

    expect(hideRules({ code: "bad_format", params }, english)).toEqual({
      code: "bad_format",
      text: "is not valid",
      params: { format: "starts_with" },
    });
  });

  it("says it in the language of the response, or in the words of the author", () => {
    const violation: Violation = { code: "too_small", params: { minimum: 7 } };

    expect(hideRules(violation, german).text).toBe("ist ungültig");
    expect(hideRules({ ...violation, text: "Wrong key." }, german).text).toBe("Wrong key.");
  });

  it("asks a language of the app for the words of an invalid value, whatever the rule was", () => {
    const rules = { ...english.rules, invalid: ({ code }: Violation) => `wrong: ${code}` };

    const { text } = hideRules(
      { code: "too_small", params: { minimum: 7 } },
      { ...english, rules },
    );

    expect(text).toBe("wrong: invalid");
  });
});
