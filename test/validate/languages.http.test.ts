import { validate } from "express-backstop";
import {
  english,
  french,
  german,
  spanish,
  type ValidationMessages,
} from "express-backstop/messages";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";
import { problem } from "../support/problem.ts";

const Article = z.object({
  title: z.string().min(2),
  author: z.string().refine(() => false, "is unknown to us"),
});
const body = { title: "x", author: "y" };

describe.each(expresses)("on %s", (_name, express) => {
  it.each([
    ["no language", undefined, "en"],
    ["German as it is spoken in Austria", "de-AT, en;q=0.5", "de"],
    ["French, which is not available", "fr", "en"],
    ["English before German", "de;q=0.5, en", "en"],
  ])("responds in the language of Accept-Language %s", async (_what, accepted, language) => {
    await using app = await serve(
      (app) => {
        app.use((_req, res, next) => {
          res.set("Vary", "Origin");
          next();
        });
        app.post("/", validate({ body: Article }, { languages: { de: german } }));
      },
      { express },
    );

    const request = app.api.post("/").send(body);
    const response = await (accepted === undefined
      ? request
      : request.set("accept-language", accepted));

    const [first, second] = problem(response).errors ?? [];
    expect(response.headers).toMatchObject({
      "content-language": language,
      vary: "Origin, Accept-Language",
    });
    expect([problem(response).detail, first?.detail]).toEqual(
      language === "de"
        ? ["Die Anfrage hat 2 ungültige Werte.", "muss mindestens 2 Zeichen haben"]
        : ["The request has 2 invalid values.", "must have at least 2 characters"],
    );
    expect(first).toMatchObject({ code: "too_short", params: { minimum: 2 } });
    expect(second?.detail).toBe("is unknown to us");
  });

  it("sends no Content-Language and no Vary without the languages option", async () => {
    await using app = await serve((app) => app.post("/", validate({ body: Article })), { express });

    const response = await app.api.post("/").set("accept-language", "de").send(body);

    expect(problem(response).errors?.[0]?.detail).toBe("must have at least 2 characters");
    expect(response.headers).not.toHaveProperty("content-language");
    expect(response.headers).not.toHaveProperty("vary");
  });
});

it("falls back to English when a text throws or is not a string", async () => {
  const broken: ValidationMessages = {
    summary: () => undefined as unknown as string,
    rules: {
      ...german.rules,
      too_short: () => {
        throw new Error("secret");
      },
    },
  };
  await using app = await serve((app) =>
    app.post("/", validate({ body: Article }, { languages: { de: broken } })),
  );

  const response = await app.api.post("/").set("accept-language", "de").send(body);

  expect(problem(response)).toMatchObject({
    status: 400,
    detail: "The request has 2 invalid values.",
  });
  expect(problem(response).errors?.[0]?.detail).toBe("must have at least 2 characters");
});

it("refuses a language that lacks a text", () => {
  const { required: _required, ...rules } = german.rules;

  expect(() =>
    Reflect.apply(validate, undefined, [
      { body: Article },
      { languages: { de: { ...german, rules } } },
    ]),
  ).toThrow(
    "validate: languages must be an object of messages by language tag such as { de: german }",
  );
});

it.each([
  ["required", {}, "ist erforderlich"],
  ["wrong_type", { params: { type: "integer" } }, "muss eine ganze Zahl sein"],
  ["wrong_type", { params: { type: "tuple" } }, "muss vom Typ tuple sein"],
  ["too_short", { params: { minimum: 1 }, unit: "entry" }, "muss mindestens 1 Eintrag haben"],
  ["too_long", { params: { maximum: 3 }, unit: "item" }, "darf höchstens 3 Elemente haben"],
  [
    "too_long",
    { params: { minimum: 3, maximum: 3 }, unit: "character" },
    "darf genau 3 Zeichen haben",
  ],
  ["too_small", { params: { minimum: 1 } }, "muss mindestens 1 sein"],
  ["too_small", { params: { minimum: 1, exclusive: true } }, "muss größer als 1 sein"],
  ["too_large", { params: { maximum: 1 } }, "darf höchstens 1 sein"],
  ["too_large", { params: { maximum: 1, exclusive: true } }, "muss kleiner als 1 sein"],
  ["bad_format", { params: { format: "email" } }, 'hat nicht das Format "email"'],
  ["bad_format", { params: { format: "starts_with", prefix: "a" } }, 'muss mit "a" anfangen'],
  ["bad_format", {}, "hat das falsche Format"],
  ["not_one_of", { params: { values: ["a", 1] } }, "muss einer dieser Werte sein: a, 1"],
  ["not_multiple_of", { params: { divisor: 5 } }, "muss ein Vielfaches von 5 sein"],
] as const)("says %s in German: %#", (code, rule, text) => {
  expect(german.rules[code]({ code, ...rule })).toBe(text);
  expect(english.rules[code]({ code, ...rule })).not.toBe(text);
});

it.each([
  ["required", {}, "est obligatoire", "es obligatorio"],
  [
    "wrong_type",
    { params: { type: "integer" } },
    "doit être un nombre entier",
    "debe ser un número entero",
  ],
  [
    "wrong_type",
    { params: { type: "tuple" } },
    "doit être du type tuple",
    "debe ser del tipo tuple",
  ],
  [
    "too_short",
    { params: { minimum: 1 }, unit: "entry" },
    "doit avoir au moins 1 entrée",
    "debe tener al menos 1 entrada",
  ],
  [
    "too_long",
    { params: { maximum: 3 }, unit: "item" },
    "doit avoir au plus 3 éléments",
    "debe tener como máximo 3 elementos",
  ],
  [
    "too_long",
    { params: { minimum: 3, maximum: 3 }, unit: "character" },
    "doit avoir exactement 3 caractères",
    "debe tener exactamente 3 caracteres",
  ],
  [
    "too_small",
    { params: { minimum: 1 } },
    "doit être supérieur ou égal à 1",
    "debe ser como mínimo 1",
  ],
  [
    "too_small",
    { params: { minimum: 1, exclusive: true } },
    "doit être supérieur à 1",
    "debe ser mayor que 1",
  ],
  [
    "too_large",
    { params: { maximum: 1 } },
    "doit être inférieur ou égal à 1",
    "debe ser como máximo 1",
  ],
  [
    "too_large",
    { params: { maximum: 1, exclusive: true } },
    "doit être inférieur à 1",
    "debe ser menor que 1",
  ],
  [
    "bad_format",
    { params: { format: "email" } },
    'n\'a pas le format "email"',
    'no tiene el formato "email"',
  ],
  [
    "bad_format",
    { params: { format: "starts_with", prefix: "a" } },
    'doit commencer par "a"',
    'debe empezar por "a"',
  ],
  [
    "bad_format",
    { params: { format: "ends_with", suffix: "a" } },
    'doit finir par "a"',
    'debe terminar en "a"',
  ],
  [
    "bad_format",
    { params: { format: "includes", includes: "a" } },
    'doit contenir "a"',
    'debe contener "a"',
  ],
  ["bad_format", {}, "n'a pas le bon format", "no tiene el formato correcto"],
  [
    "not_one_of",
    { params: { values: ["a", 1] } },
    "doit être l'une de ces valeurs : a, 1",
    "debe ser uno de estos valores: a, 1",
  ],
  [
    "not_multiple_of",
    { params: { divisor: 5 } },
    "doit être un multiple de 5",
    "debe ser un múltiplo de 5",
  ],
] as const)("says %s in French and Spanish: %#", (code, rule, inFrench, inSpanish) => {
  expect(french.rules[code]({ code, ...rule })).toBe(inFrench);
  expect(spanish.rules[code]({ code, ...rule })).toBe(inSpanish);
});

it.each([
  ["German", german, "Die Anfrage hat 1 ungültigen Wert.", "Die Anfrage hat 2 ungültige Werte."],
  [
    "French",
    french,
    "La requête contient 1 valeur non valide.",
    "La requête contient 2 valeurs non valides.",
  ],
  [
    "Spanish",
    spanish,
    "La solicitud tiene 1 valor no válido.",
    "La solicitud tiene 2 valores no válidos.",
  ],
])("counts in %s", (_name, { summary }, one, two) => {
  expect([summary(1), summary(2)]).toEqual([one, two]);
});
