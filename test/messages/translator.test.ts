import { english, french, german, problemTexts, translator } from "express-backstop/messages";
import { describe, expect, it } from "vitest";
import { isMessages } from "../../src/messages/is-messages.ts";
import { isLanguageTag } from "../../src/messages/language-tag.ts";
import { translateProblem } from "../../src/messages/translate-problem.ts";

describe("a language tag", () => {
  it.each(["de", "pt-BR", "zh-Hant-TW", "sl-rozaj-biske-1994", "abcdefgh", "de-1", "DE"])(
    "may be %s",
    (tag) => {
      expect(isLanguageTag(tag)).toBe(true);
    },
  );

  it.each([
    "",
    "d",
    "x1",
    "de_DE",
    "de-",
    "-de",
    "de-abcdefghi",
    "abcdefghi",
    "de DE",
    "de\r\nX-Evil: 1",
    "de-ä",
    7,
    undefined,
    ["de"],
  ])("cannot be %j", (tag) => {
    expect(isLanguageTag(tag)).toBe(false);
  });

  it("has at most 35 characters", () => {
    const longest = "abcdefgh-abcdefgh-abcdefgh-abcdefgh";

    expect(longest).toHaveLength(35);
    expect(isLanguageTag(longest)).toBe(true);
    expect(isLanguageTag(`de-${"a-".repeat(16)}b`)).toBe(false);
    expect(isLanguageTag("ab-abcdefgh-abcdefgh-abcdefgh-abcdefg")).toBe(false);
  });
});

describe("the messages of a language", () => {
  const { required: _required, ...rules } = english.rules;

  it.each<[string, unknown, boolean]>([
    ["all rules and the summary", english, true],
    ["no summary", { rules: english.rules }, false],
    ["a text as summary", { rules: english.rules, summary: "" }, false],
    ["no rules", { summary: english.summary }, false],
    ["a rule less", { ...english, rules }, false],
    ["a text as rule", { ...english, rules: { ...rules, required: "" } }, false],
    ["nothing", undefined, false],
  ])("are complete with %s: %s", (_what, messages, isComplete) => {
    expect(isMessages(messages)).toBe(isComplete);
  });
});

describe("a problem with texts of this package", () => {
  const translate = (problem: object) =>
    translateProblem({ title: "Not found", ...problem }, "de", german);
  const fieldOf = (code: string, detail: string, params?: Readonly<Record<string, unknown>>) =>
    translate({ errors: [{ code, detail, ...(params && { params }) }] })?.fields?.[0];

  it("is translated as a whole", () => {
    expect(
      translate({
        title: "Validation failed",
        detail: english.summary(12),
        fix: problemTexts.fixes[0],
        errors: [{ code: "required", detail: "is required" }],
      }),
    ).toEqual({
      language: "de",
      title: "Ungültige Angaben",
      detail: german.summary(12),
      fix: german.problems[problemTexts.fixes[0]],
      fields: ["ist erforderlich"],
    });
    expect(translate({})).toEqual({ language: "de", title: "Nicht gefunden" });
  });

  it.each([
    ["a title of the app", { title: "No such article" }],
    ["a detail of the app", { detail: "Article 7 is gone." }],
    ["a summary with other words", { detail: "The request has 2 invalid fields." }],
    ["a summary in the wrong number", { detail: "The request has 1 invalid values." }],
    ["a summary inside of a text", { detail: "No: The request has 2 invalid values." }],
    ["a sentence without its value", { detail: "This resource supports ." }],
    ["the beginning of a sentence", { detail: "This resource supports GET" }],
    ["the end of a sentence", { detail: "That resource supports GET." }],
  ])("stays as it is with %s", (_what, problem) => {
    expect(translate(problem)).toBeUndefined();
  });

  it("keeps the advice of the app, which may differ from ours", () => {
    expect(translate({ fix: "Call us." })).toMatchObject({ title: "Nicht gefunden" });
    expect(translate({ fix: "Call us." })?.fix).toBeUndefined();
  });

  it.each([
    ["This resource supports GET.", "Diese Ressource unterstützt GET."],
    ["This resource supports {}.", "Diese Ressource unterstützt {}."],
    ["The body may not exceed 7 bytes.", "Der Inhalt darf nicht größer als 7 Bytes sein."],
  ])("has the value of the sentence: %s", (detail, translated) => {
    expect(translate({ detail })?.detail).toBe(translated);
  });

  it.each([
    ["too_short", "must have at least 2 characters", { minimum: 2 }, "mindestens 2 Zeichen"],
    ["too_short", "must have at least 2 items", { minimum: 2 }, "mindestens 2 Elemente"],
    ["too_long", "must have at most 1 entry", { maximum: 1 }, "höchstens 1 Eintrag"],
    ["too_long", "must have at most 9 bytes", { maximum: 9 }, "höchstens 9 Bytes"],
  ])("tells the unit of %s from the phrase %j", (code, detail, params, expected) => {
    expect(fieldOf(code, detail, params)).toContain(expected);
  });

  it.each([
    ["a phrase of the app", "required", "Write a title."],
    ["a code of the app", "own_code", "is required"],
    ["a phrase for other parameters", "too_short", "must have at least 3 items"],
    ["a code that every object has", "constructor", "is required"],
  ])("keeps %s", (_what, code, detail) => {
    expect(fieldOf(code, detail, { minimum: 2 })).toBe(detail);
  });
});

describe("translator", () => {
  const translate = translator({ de: german, fr: french }, { language: "it" });
  const of = (problem: object, accept: string | undefined, language?: string) =>
    translate({ title: "Not found", ...problem }, { accept, error: undefined, language });

  it.each([
    ["de", "de"],
    ["fr;q=0.5, de;q=0.4", "fr"],
    ["en, de;q=0.9", "en"],
    ["ja, fr;q=0.1", "fr"],
    ["ja", "en"],
    [undefined, "en"],
  ])("chooses for %j the language %s of a text of this package", (accept, language) => {
    expect(of({}, accept)).toMatchObject({ language });
  });

  it("sends a text of the app in the language of the app", () => {
    expect(of({ title: "Non c'è" }, "de")).toEqual({ language: "it" });
    expect(of({ detail: "Non c'è." }, "de")).toEqual({ language: "it" });
    expect(
      translator({}, {})({ title: "Odd" }, { accept: "de", error: {}, language: undefined }),
    ).toEqual({ language: "en" });
  });

  it("translates the title and the advice where an error has chosen its language", () => {
    const fix = problemTexts.fixes[0];

    expect(of({ detail: "Schon deutsch." }, "fr", "de")).toEqual({
      language: "de",
      title: "Nicht gefunden",
    });
    expect(of({ fix }, "fr", "de")).toMatchObject({ fix: german.problems[fix] });
    expect(of({ title: "Weg" }, "fr", "de")).toEqual({ language: "de" });
    expect(of({}, "fr", "ja")).toEqual({ language: "ja" });
    expect(of({}, "fr", "de, en")).toBeUndefined();
  });

  it.each<[string, unknown, unknown, string]>([
    [
      "a list",
      [german],
      {},
      "translator: languages must be an object of texts by language tag, got an array. Write translator({ de: german }).",
    ],
    [
      "a name that is not a tag",
      { de_DE: german },
      {},
      'translator: "de_DE" is not a language tag. Write one such as "de" or "pt-BR".',
    ],
    [
      "a language without the rules",
      { de: { problems: german.problems } },
      {},
      "translator: the language de lacks messages of validation. Write { ...english, problems: { … } } with every text, as german of express-backstop/messages.",
    ],
    [
      "a language without the texts of problems",
      { de: english },
      {},
      `translator: the language de lacks "${problemTexts.titles[0]}". Write`,
    ],
    [
      "a language that is undefined",
      { de: undefined },
      {},
      `translator: the language de lacks "${problemTexts.titles[0]}". Write`,
    ],
    [
      "a language of the app that is not a tag",
      {},
      { language: "?" },
      'translator: language must be a language tag such as "en", got "?".',
    ],
    ["an unknown option", {}, { lang: "de" }, 'translator: unknown option "lang".'],
  ])("refuses %s when the app starts", (_what, languages, options, message) => {
    const start = (): unknown => Reflect.apply(translator, undefined, [languages, options]);

    expect(start).toThrow(TypeError);
    expect(start).toThrow(message);
  });
});
