import { defineErrors } from "express-backstop";
import { german, translator } from "express-backstop/messages";
import { describe, expect, it } from "vitest";
import { z } from "zod";

const data = z.object({ articleId: z.string() });
const errors = defineErrors(
  {
    article_lost: {
      status: 404,
      title: "Lost",
      data,
      detail: ({ articleId }) => `There is no article ${articleId}.`,
      fix: "Look for another one.",
    },
    article_gone: { status: 410, title: "Gone away", detail: "It is gone." },
  },
  {
    languages: {
      de: {
        article_lost: {
          title: "Verloren",
          detail: ({ articleId }) => `Es gibt keinen Artikel ${articleId}.`,
          fix: "Suchen Sie einen anderen.",
        },
        article_gone: { title: "Weg", detail: () => "Er ist weg." },
      },
      fr: {
        article_lost: { title: "Perdu", detail: () => 7 as never, fix: "Cherchez-en un autre." },
        article_gone: { title: "Parti", detail: "Il est parti." },
      },
    },
  },
);
const translate = translator({ de: german });
const inLanguage = (error: Error, accept: string) =>
  translate({ title: "Any" }, { accept, error, language: undefined });

describe("the declared texts of an error", () => {
  it("are built from its data, in the language that the client prefers", () => {
    expect(inLanguage(errors.article_lost({ articleId: "7" }), "de")).toEqual({
      language: "de",
      fields: undefined,
      title: "Verloren",
      detail: "Es gibt keinen Artikel 7.",
      fix: "Suchen Sie einen anderen.",
    });
    expect(inLanguage(errors.article_gone(), "de")).toMatchObject({ detail: "Er ist weg." });
    expect(inLanguage(errors.article_gone(), "fr")).toEqual({
      language: "fr",
      title: "Parti",
      detail: "Il est parti.",
      fix: undefined,
    });
  });

  it("have no detail where the data does not fit", () => {
    expect(inLanguage(errors.article_lost({ articleId: 7 as never }), "de")).toEqual({
      language: "de",
      fields: undefined,
      title: "Verloren",
      fix: "Suchen Sie einen anderen.",
    });
  });

  it("are refused where the detail is not a text", () => {
    expect(() => inLanguage(errors.article_lost({ articleId: "7" }), "fr")).toThrow(
      new TypeError("errors.article_lost: detail in fr must return a string, got 7."),
    );
  });

  it("are those of the declaration in its own language", () => {
    const { article_lost } = defineErrors(
      { article_lost: { status: 404, title: "Verloren" } },
      { language: "de", languages: { en: { article_lost: { title: "Lost" } } } },
    );

    expect(inLanguage(article_lost(), "de, en;q=0.5")).toEqual({ language: "de" });
    expect(inLanguage(article_lost(), "en")).toMatchObject({ language: "en", title: "Lost" });
    expect(inLanguage(article_lost(), "fr")).toEqual({ language: "de" });
  });

  it("leave an error of a catalog with one language to the texts of this package", () => {
    const { not_here } = defineErrors({ not_here: { status: 404, title: "Not found" } });

    expect(
      translate({ title: "Not found" }, { accept: "de", error: not_here(), language: undefined }),
    ).toMatchObject({ language: "de", title: "Nicht gefunden" });
  });

  it("are not among the members of the error", () => {
    const error = errors.article_lost({ articleId: "7" });

    expect(Object.keys(error)).not.toContain("translations");
    expect(JSON.stringify(error)).not.toContain("Artikel");
    expect(error.message).toBe("There is no article 7.");
  });
});

describe("the languages of a declaration", () => {
  const define = (languages: unknown, spec: object = {}): unknown =>
    Reflect.apply(defineErrors, undefined, [
      { article_lost: { status: 404, title: "Lost", ...spec } },
      { languages },
    ]);

  it.each([
    [{ de: {} }, {}, "languages.de.article_lost must have a title"],
    [{ de: { article_lost: { title: "" } } }, {}, "must have a title"],
    [{ de: { article_lost: { title: "V" } } }, { detail: "Lost." }, "must have a detail"],
    [{ de: { article_lost: { title: "V", detail: "W" } } }, {}, 'must have no "detail"'],
    [{ de: { article_lost: { title: "V", detail: 7 } } }, {}, 'must have no "detail"'],
    [{ de: { article_lost: { title: "V", detail: 7 } } }, { detail: "Lost." }, "have a detail"],
    [{ de: { article_lost: { title: "V" } } }, { fix: "Look." }, "must have a fix"],
    [{ de: { article_lost: { title: "V", fix: "S" } } }, {}, 'must have no "fix"'],
    [{ de: { article_lost: { title: "V", fix: 7 } } }, {}, 'must have no "fix"'],
    [{ de: { article_lost: { title: "V", fix: 7 } } }, { fix: "Look." }, "must have a fix"],
    [{ de: { article_lost: { title: "V", type: "x" } } }, {}, 'must have no "type"'],
    [{ de: { article_lost: { title: "V", constructor: "x" } } }, {}, 'have no "constructor"'],
    [
      { de: { article_lost: { title: "V" }, other: { title: "W" } } },
      {},
      'languages.de has "other"',
    ],
    [{ "d e": { article_lost: { title: "V" } } }, {}, 'for "d e"'],
    [{ de: null }, {}, "got null"],
    [[], {}, "languages must be an object"],
  ])("refuses the languages %j where the declaration has %j", (languages, spec, message) => {
    expect(() => define(languages, spec)).toThrow(message);
  });

  it("refuses a language of the declarations that is not a tag", () => {
    expect(() => defineErrors({}, { language: "English!" })).toThrow(
      "defineErrors: language must be a language tag",
    );
  });

  it("may have a text that is undefined where the declaration has none", () => {
    expect(() =>
      define({ de: { article_lost: { title: "V", detail: undefined, fix: undefined } } }),
    ).not.toThrow();
  });

  it("say in their refusal what to write", () => {
    expect(() => define({ "d e": {} })).toThrow(
      'defineErrors: languages must have an object of texts by language tag, got a value of type object for "d e". Write languages: { de: { article_not_found: { title: "Artikel nicht gefunden" } } }.',
    );
    expect(() => define({ de: { other: {} } })).toThrow(
      'defineErrors: languages.de has "other", which this catalog does not declare. Write it in the catalog that does.',
    );
    expect(() => define({ de: {} })).toThrow(
      "defineErrors: languages.de.article_lost must have a title. Write title, and detail and fix where the declaration has them.",
    );
  });
});
