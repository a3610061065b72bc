import { HttpError } from "express-backstop";
import { describe, expect, it } from "vitest";
import type { FieldError } from "../../src/errors/field-error.ts";
import type {
  ProblemTranslator,
  TranslatableFailure,
  Translation,
} from "../../src/messages/problem-translator.ts";
import type { ProblemDetails } from "../../src/present/problem.ts";
import { translateProblem } from "../../src/present/translate.ts";
import { failureOf } from "../support/failure.ts";

const field = (detail: string): FieldError => ({
  in: "body",
  pointer: "#/a",
  code: "type",
  detail,
});
const english = (): ProblemDetails => ({
  type: "/problems/taken",
  title: "Taken",
  status: 409,
  code: "taken",
  detail: "The title is taken.",
  fix: "Choose another.",
  errors: [field("must be a string"), field("must be a number")],
});
const german = {
  language: "de",
  title: "Vergeben",
  detail: "Der Titel ist vergeben.",
  fix: "Wählen Sie einen anderen.",
  fields: ["muss ein Text sein", "muss eine Zahl sein"],
};

/** Translates a problem, and returns it with the language and what failed. */
function translated(translation: unknown, problem = english()) {
  const { mishaps, ...failure } = failureOf();
  const translate: ProblemTranslator = () => translation as Translation;
  const language = translateProblem(problem, { ...failure, mishaps }, "de", translate);
  return { problem, language, said: mishaps.errors };
}

describe("translateProblem", () => {
  it("puts every text of the language into the problem, and returns the language", () => {
    expect(translated(german)).toEqual({
      problem: {
        ...english(),
        title: german.title,
        detail: german.detail,
        fix: german.fix,
        errors: [field("muss ein Text sein"), field("muss eine Zahl sein")],
      },
      language: "de",
      said: [],
    });
  });

  it("leaves the texts that a translation does not have, and adds none that the problem does not have", () => {
    expect(translated({ language: "de" })).toMatchObject({ problem: english(), language: "de" });
    expect(translated({ language: "de", fields: ["muss ein Text sein"] }).problem.errors).toEqual([
      field("muss ein Text sein"),
      field("must be a number"),
    ]);

    const { detail: _detail, fix: _fix, errors: _errors, ...bare } = english();

    expect(translated(german, { ...bare }).problem).toEqual({ ...bare, title: german.title });
  });

  it("cuts texts after 2,000 characters", () => {
    const long = "x".repeat(3000);
    const { problem } = translated({ language: "de", title: long, fields: [long] });

    expect(problem.title).toHaveLength(2000);
    expect(problem.errors?.[0]?.detail).toHaveLength(2000);
  });

  it("has no language where the translator has nothing to translate", () => {
    expect(translated(undefined)).toEqual({ problem: english(), language: undefined, said: [] });
  });

  it.each<[string, unknown, string]>([
    [
      "no language",
      { title: "Vergeben" },
      "translate must return a language tag as language, got undefined",
    ],
    ["something else than a text", { ...german, fix: 7 }, "codePointAt"],
    ["something else than a list of fields", { ...german, fields: [7] }, "codePointAt"],
    ["a language that is inherited", Object.create({ language: "de" }), "got undefined"],
  ])(
    "leaves the problem as it is where the translator returns %s, and says so",
    (_what, translation, message) => {
      expect(translated(translation)).toEqual({
        problem: english(),
        language: undefined,
        said: [expect.objectContaining({ message: expect.stringContaining(message) })],
      });
    },
  );

  it("tells the translator what the client accepts, and what was thrown or what a mapper made of it", () => {
    const asked: TranslatableFailure[] = [];
    const ask: ProblemTranslator = (_problem, failure) => void asked.push(failure);
    const failure = failureOf();
    const mapped = new HttpError(409, "Taken.");
    const sending = (headers: Record<string, string | string[]>) => ({
      ...failure,
      mapped,
      error: { ...failure.error, headers },
    });

    translateProblem(english(), failure, undefined, ask);
    translateProblem(english(), sending({ Allow: "GET", "content-LANGUAGE": "fr" }), "de", ask);
    translateProblem(english(), sending({ "Content-Language": ["fr"] }), "de", ask);

    expect(asked).toEqual([
      { accept: undefined, error: failure.thrown, language: undefined },
      { accept: "de", error: mapped, language: "fr" },
      { accept: "de", error: mapped, language: undefined },
    ]);
  });
});
