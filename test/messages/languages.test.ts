import { english, french, german, spanish } from "express-backstop/messages";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ValidationMessages } from "../../src/messages/messages.ts";
import type { LengthUnit, Violation, ViolationCode } from "../../src/messages/violation.ts";

const languages: readonly (readonly [string, ValidationMessages])[] = [
  ["english", english],
  ["german", german],
  ["french", french],
  ["spanish", spanish],
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
    for (const phrase of phrases)
      expect(phrase).toMatch(/ (exactly|genau|exactement|exactamente) 1 /);
  });

  it.each([
    ["too_short", { minimum: 2 }],
    ["too_long", { maximum: 2 }],
  ] as const)("say for %s what %j bounds, and write the plural", (code, given) => {
    const one = Object.fromEntries(Object.keys(given).map((bound) => [bound, 1]));
    const of = (bounds: object): string => messages.rules[code]({ code, params: { ...bounds } });

    expect(of(given)).toMatch(/ 2 /);
    expect(of(given)).not.toMatch(/exact|genau/);
    expect(of(given)).not.toBe(of(one).replace("1", "2"));
    expect(of({ minimum: 2 })).not.toBe(of({ minimum: 2, maximum: 2 }));
    expect(messages.rules.too_short({ code, params: { minimum: 2 } })).not.toBe(
      messages.rules.too_long({ code, params: { maximum: 2 } }),
    );
  });

  it("name the format, the allowed values and the divisor", () => {
    const { bad_format, not_multiple_of, not_one_of } = messages.rules;
    const format = (name: unknown): string =>
      bad_format({ code: "bad_format", params: { format: name } });

    expect(format("isbn")).toContain("isbn");
    expect(format(7)).toBe(bad_format({ code: "bad_format" }));
    expect(not_one_of({ code: "not_one_of", params: { values: ["a", 7, null] } })).toMatch(
      /: a, 7, null$/,
    );
    expect(not_multiple_of({ code: "not_multiple_of", params: { divisor: 5 } })).toMatch(/ 5$|5 /);
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
    ["string", "must be a string", "muss ein Text sein", "doit être un texte", "debe ser un texto"],
    [
      "number",
      "must be a number",
      "muss eine Zahl sein",
      "doit être un nombre",
      "debe ser un número",
    ],
    [
      "integer",
      "must be an integer",
      "muss eine ganze Zahl sein",
      "doit être un nombre entier",
      "debe ser un número entero",
    ],
    [
      "finite number",
      "must be a finite number",
      "muss eine endliche Zahl sein",
      "doit être un nombre fini",
      "debe ser un número finito",
    ],
    [
      "boolean",
      "must be a boolean",
      "muss true oder false sein",
      "doit être true ou false",
      "debe ser true o false",
    ],
    ["date", "must be a date", "muss ein Datum sein", "doit être une date", "debe ser una fecha"],
    [
      "array",
      "must be an array",
      "muss eine Liste sein",
      "doit être une liste",
      "debe ser una lista",
    ],
    [
      "object",
      "must be an object",
      "muss ein Objekt sein",
      "doit être un objet",
      "debe ser un objeto",
    ],
    ["null", "must be a null", "muss null sein", "doit être null", "debe ser null"],
    [
      "constructor",
      "must be a constructor",
      "muss vom Typ constructor sein",
      "doit être du type constructor",
      "debe ser del tipo constructor",
    ],
  ])("say of %s: %s, %s, %s, %s", (type, inEnglish, inGerman, inFrench, inSpanish) => {
    const violation = { code: "wrong_type", params: { type } } as const;

    expect(english.rules.wrong_type(violation)).toBe(inEnglish);
    expect(german.rules.wrong_type(violation)).toBe(inGerman);
    expect(french.rules.wrong_type(violation)).toBe(inFrench);
    expect(spanish.rules.wrong_type(violation)).toBe(inSpanish);
  });
});

describe("the rules that have no parameters", () => {
  it.each([
    ["required", "is required", "ist erforderlich"],
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
    const all = [english, german, french, spanish].map(({ rules }) => rules[code]({ code }));

    expect(all.slice(0, 2)).toEqual([inEnglish, inGerman]);
    expect(new Set(all).size).toBe(4);
  });
});

it("French writes the singular for none too", () => {
  const atMost = (maximum: number): string =>
    french.rules.too_long({ code: "too_long", params: { maximum } });

  expect([atMost(0), atMost(1), atMost(2)]).toEqual([
    "doit avoir au plus 0 élément",
    "doit avoir au plus 1 élément",
    "doit avoir au plus 2 éléments",
  ]);
});
