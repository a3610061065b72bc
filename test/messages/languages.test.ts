import { english, german } from "express-backstop/messages";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ValidationMessages } from "../../src/messages/messages.ts";
import type { LengthUnit, Violation, ViolationCode } from "../../src/messages/violation.ts";

const languages: readonly (readonly [string, ValidationMessages])[] = [
  ["english", english],
  ["german", german],
];
const codes = Object.keys(english.rules) as ViolationCode[];

// The parameters that the rules have, and those of a violation that somebody else created.
const limit = fc.oneof(fc.integer(), fc.double(), fc.constantFrom("2030-01-31T00:00:00.000Z", "9"));
const params = fc.record(
  {
    minimum: limit,
    maximum: limit,
    exclusive: fc.boolean(),
    divisor: limit,
    type: fc.string({ minLength: 1 }),
    format: fc.oneof(fc.string({ minLength: 1 }), fc.integer()),
    prefix: fc.string(),
    suffix: fc.string(),
    includes: fc.string(),
    values: fc.oneof(fc.array(fc.oneof(fc.string(), fc.integer(), fc.constant(null))), fc.string()),
  },
  { requiredKeys: [] },
);
const violations: fc.Arbitrary<Violation> = fc.record(
  {
    code: fc.constantFrom(...codes),
    params,
    unit: fc.constantFrom<LengthUnit>("character", "item", "entry", "byte"),
  },
  { requiredKeys: ["code"] },
);

describe.each(languages)("the rules of %s", (_name, messages) => {
  it("return a phrase for every violation, whatever its parameters are", () => {
    fc.assert(
      fc.property(violations, (violation) => {
        const phrase = messages.rules[violation.code](violation);

        expect(phrase).toMatch(/^\p{Ll}/u);
        expect(phrase).not.toMatch(/function|\[object|=>/);
      }),
    );
  });

  it("return the same phrase for the same violation, and change nothing in it", () => {
    fc.assert(
      fc.property(violations, (violation) => {
        const before = structuredClone(violation);

        const phrase = messages.rules[violation.code](violation);

        expect(messages.rules[violation.code](before)).toBe(phrase);
        expect(violation).toEqual(before);
      }),
    );
  });

  it.each(["too_short", "too_long"] as const)("count one of each unit for %s", (code) => {
    const phrases = (["character", "item", "entry", "byte"] as const).map((unit) =>
      messages.rules[code]({ code, unit, params: { minimum: 1, maximum: 1 } }),
    );

    expect(new Set(phrases).size).toBe(4);
    for (const phrase of phrases) expect(phrase).toMatch(/ (exactly|genau) 1 /);
  });

  it.each(["too_short", "too_long"] as const)("count items for %s without a unit", (code) => {
    const bounds = { minimum: 3, maximum: 3 };

    expect(messages.rules[code]({ code, params: bounds })).toBe(
      messages.rules[code]({ code, unit: "item", params: bounds }),
    );
  });

  it.each(["prefix", "suffix", "includes"])("quote the %s, so that its spaces are seen", (name) => {
    const rule = { code: "bad_format", params: { format: "x", [name]: ' "' } } as const;

    expect(messages.rules.bad_format(rule)).toContain(String.raw`" \""`);
  });

  it("say that a bound itself is allowed, unless it is exclusive", () => {
    const of = (code: "too_small" | "too_large", exclusive: boolean) =>
      messages.rules[code]({ code, params: { minimum: 5, maximum: 5, exclusive } });

    expect(of("too_small", true)).not.toBe(of("too_small", false));
    expect(of("too_large", true)).not.toBe(of("too_large", false));
    expect(of("too_small", true)).not.toBe(of("too_large", true));
  });

  it("name no value where the allowed ones are not a list", () => {
    const phrase = messages.rules.not_one_of({ code: "not_one_of", params: { values: "secret" } });

    expect(phrase).not.toContain("secret");
  });

  it("write the count in a sentence, and use the singular for one only", () => {
    fc.assert(
      fc.property(fc.nat(), (count) => {
        expect(messages.summary(count)).toMatch(/^[A-Z].*\.$/);
        expect(messages.summary(count).split(/\D+/)).toContain(String(count));
      }),
    );

    expect(messages.summary(1).replace("1", "2")).not.toBe(messages.summary(2));
    expect(messages.summary(0).replace("0", "2")).toBe(messages.summary(2));
  });
});

describe("the names of types", () => {
  it.each([
    ["string", "must be a string", "muss ein Text sein"],
    ["number", "must be a number", "muss eine Zahl sein"],
    ["integer", "must be an integer", "muss eine ganze Zahl sein"],
    ["finite number", "must be a finite number", "muss eine endliche Zahl sein"],
    ["boolean", "must be a boolean", "muss true oder false sein"],
    ["date", "must be a date", "muss ein Datum sein"],
    ["array", "must be an array", "muss eine Liste sein"],
    ["object", "must be an object", "muss ein Objekt sein"],
    ["constructor", "must be a constructor", "muss vom Typ constructor sein"],
  ])("say of %s: %s, %s", (type, inEnglish, inGerman) => {
    const violation = { code: "wrong_type", params: { type } } as const;

    expect(english.rules.wrong_type(violation)).toBe(inEnglish);
    expect(german.rules.wrong_type(violation)).toBe(inGerman);
  });
});

describe("the rules that have no parameters", () => {
  it.each([
    ["unknown_member", "is not allowed", "ist nicht erlaubt"],
    [
      "no_variant_matched",
      "matches none of the allowed variants",
      "passt zu keiner der erlaubten Varianten",
    ],
    [
      "several_variants_matched",
      "matches more than one of the allowed variants",
      "passt zu mehr als einer der erlaubten Varianten",
    ],
    ["bad_key", "has a name that is not allowed", "hat einen Namen, der nicht erlaubt ist"],
    ["too_deep", "is nested too deeply", "ist zu tief verschachtelt"],
    ["invalid", "is not valid", "ist ungültig"],
  ] as const)("say of %s: %s, %s", (code, inEnglish, inGerman) => {
    expect(english.rules[code]({ code })).toBe(inEnglish);
    expect(german.rules[code]({ code })).toBe(inGerman);
  });
});
