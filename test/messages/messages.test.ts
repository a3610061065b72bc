import { describe, expect, it } from "vitest";
import { english } from "../../src/messages/english.ts";
import { german } from "../../src/messages/german.ts";
import type { Violation } from "../../src/messages/violation.ts";

const violations: readonly (readonly [Violation, string, string])[] = [
  [{ code: "required" }, "is required", "ist erforderlich"],
  [
    { code: "wrong_type", params: { type: "integer" } },
    "must be an integer",
    "muss eine ganze Zahl sein",
  ],
  [{ code: "wrong_type", params: { type: "string" } }, "must be a string", "muss ein Text sein"],
  [{ code: "wrong_type", params: { type: "x" } }, "must be a x", "muss vom Typ x sein"],
  [
    { code: "too_short", unit: "character", params: { minimum: 1 } },
    "must have at least 1 character",
    "muss mindestens 1 Zeichen haben",
  ],
  [
    { code: "too_short", unit: "entry", params: { minimum: 2, maximum: 2 } },
    "must have exactly 2 entries",
    "muss genau 2 Einträge haben",
  ],
  [
    { code: "too_long", unit: "byte", params: { maximum: 0 } },
    "must have at most 0 bytes",
    "darf höchstens 0 Bytes haben",
  ],
  [{ code: "too_small", params: { minimum: 0 } }, "must be at least 0", "muss mindestens 0 sein"],
  [
    { code: "too_small", params: { minimum: 0, exclusive: true } },
    "must be greater than 0",
    "muss größer als 0 sein",
  ],
  [{ code: "too_large", params: { maximum: 9 } }, "must be at most 9", "darf höchstens 9 sein"],
  [{ code: "bad_format", params: { format: "email" } }, "is not a valid email", ""],
  [{ code: "bad_format", params: { prefix: 'a"' } }, String.raw`must start with "a\""`, ""],
  [{ code: "bad_format" }, "has the wrong format", ""],
  [
    { code: "not_one_of", params: { values: ["a", 1] } },
    "must be one of: a, 1",
    "muss einer dieser Werte sein: a, 1",
  ],
];

describe("the messages", () => {
  it.each(violations)("of %o are %j and %j", (violation, inEnglish, inGerman) => {
    expect(english.rules[violation.code](violation)).toBe(inEnglish);
    expect(german.rules[violation.code](violation)).toContain(inGerman);
  });

  it("have the same codes in each language", () => {
    expect(Object.keys(german.rules)).toEqual(Object.keys(english.rules));
  });

  it("are never the same in both languages, and never empty", () => {
    for (const code of Object.keys(english.rules) as Violation["code"][]) {
      const texts = [english, german].map(({ rules }) => rules[code]({ code, params: {} }));

      expect(texts[0]).toMatch(/^[a-z]/);
      expect(texts[1]).toMatch(/^[a-z]/);
      expect(texts[0]).not.toBe(texts[1]);
    }
  });

  it.each([
    [0, "The request has 0 invalid values."],
    [1, "The request has 1 invalid value."],
    [2, "The request has 2 invalid values."],
  ])("count %d invalid values", (count, summary) => {
    expect(english.summary(count)).toBe(summary);
    expect(german.summary(count)).toContain(String(count));
  });
});
