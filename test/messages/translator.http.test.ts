import { readdirSync, readFileSync } from "node:fs";
import {
  defineErrors,
  HttpError,
  NotFoundError,
  requestContext,
  UnauthorizedError,
  validate,
} from "express-backstop";
import { builtInErrors } from "express-backstop/catalog";
import { toMarkdown } from "express-backstop/markdown";
import {
  english,
  french,
  german,
  type LanguageTexts,
  problemTexts,
  spanish,
  translator,
} from "express-backstop/messages";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type Served, serve, type ServeOptions } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";
import { problem } from "../support/problem.ts";
import { throwing } from "../support/throwing.ts";

const { titles, fixes, details } = problemTexts;
const errors = defineErrors(
  {
    article_not_found: {
      status: 404,
      title: "Article not found",
      data: z.object({ articleId: z.string() }),
      detail: ({ articleId }) => `There is no article ${articleId}.`,
      fix: "Look for another one.",
    },
    article_gone: { status: 410, title: "Article gone" },
  },
  {
    extend: builtInErrors,
    languages: {
      de: {
        article_not_found: {
          title: "Artikel nicht gefunden",
          detail: ({ articleId }) => `Es gibt keinen Artikel ${articleId}.`,
          fix: "Suchen Sie einen anderen.",
        },
        article_gone: { title: "Artikel entfernt" },
      },
      it: {
        article_not_found: {
          title: "Articolo non trovato",
          detail: () => {
            throw new Error("no Italian today");
          },
          fix: "Cercane un altro.",
        },
        article_gone: { title: "Articolo rimosso" },
      },
    },
  },
);
const translate = translator({ de: german, fr: french, es: spanish });
const Article = z.object({
  title: z.string().min(2),
  tags: z.array(z.string()).max(1),
  slug: z.string("Write a slug."),
});

/** Serves one failure of each kind, translated. */
function serveFailures(options: ServeOptions = {}): Promise<Served> {
  return serve(
    (app) => {
      app.get("/article", throwing(errors.article_not_found({ articleId: "7" })));
      app.get("/gone", throwing(errors.article_gone()));
      app.get("/unknown", throwing(new Error("secret")));
      app.get("/plain", throwing(new NotFoundError()));
      app.get("/own", throwing(new NotFoundError("No article has this number.")));
      app.get("/title", throwing(new HttpError(404, undefined, { title: "Nothing here" })));
      app.get("/built-in", throwing(errors.body_too_large({ limitBytes: 7 })));
      app.post("/articles", validate({ body: Article }));
      app.post("/german", validate({ body: Article }, { languages: { de: german } }));
      app.get("/token", throwing(new UnauthorizedError("Bearer", "The access token has expired.")));
    },
    { translate, guidance: errors, ...options },
  );
}

describe.each(expresses)("problems in the language of the client, on %s", (_name, express) => {
  it.each([
    ["de", "de", "Artikel nicht gefunden", "Es gibt keinen Artikel 7."],
    ["de-CH, en;q=0.5", "de", "Artikel nicht gefunden", "Es gibt keinen Artikel 7."],
    ["fr, de;q=0.4", "de", "Artikel nicht gefunden", "Es gibt keinen Artikel 7."],
    ["fr", "en", "Article not found", "There is no article 7."],
    ["en, de;q=0.9", "en", "Article not found", "There is no article 7."],
    ["de;q=0, *", "en", "Article not found", "There is no article 7."],
    ["*", "en", "Article not found", "There is no article 7."],
    ["", "en", "Article not found", "There is no article 7."],
  ])("have the declared texts, for %j in %s", async (accepted, language, title, detail) => {
    await using app = await serveFailures({ express });

    const response = await app.api.get("/article").set("Accept-Language", accepted);

    expect(problem(response)).toMatchObject({
      type: "/problems/article_not_found",
      code: "article_not_found",
      title,
      detail,
      fix: language === "de" ? "Suchen Sie einen anderen." : "Look for another one.",
    });
    expect(response.headers).toMatchObject({
      "content-language": language,
      vary: "Accept-Language",
    });
    // The operator reads one language.
    expect(app.records).toMatchObject([{ error: { message: "There is no article 7." } }]);
  });

  it.each([
    ["/unknown", "de", "Interner Serverfehler", german.problems[details[14]]],
    ["/unknown", "fr", "Erreur interne du serveur", french.problems[details[14]]],
    ["/unknown", "es", "Error interno del servidor", spanish.problems[details[14]]],
    ["/nowhere", "de", "Pfad nicht gefunden", "Zu diesem Pfad gibt es nichts."],
    ["/articles", "de", "Methode nicht erlaubt", "Diese Ressource unterstützt POST."],
    ["/plain", "fr", "Introuvable", undefined],
    [
      "/built-in",
      "es",
      spanish.problems["Request body too large"],
      "El cuerpo no puede superar los 7 bytes.",
    ],
    ["/token", "de", "Nicht angemeldet", "Das Zugriffstoken ist abgelaufen."],
  ])("have the texts of this package, for %s in %s", async (path, language, title, detail) => {
    await using app = await serveFailures({ express });

    const response = await app.api.get(path).set("Accept-Language", language);

    const body = problem(response);
    expect([body.title, body.detail]).toEqual([title, detail]);
    expect(response.headers).toMatchObject({ "content-language": language });
  });

  it("have one language: a text of the app keeps the whole problem as it is", async () => {
    await using app = await serveFailures({
      express,
      translate: translator({ de: german }, { language: "pt-BR" }),
    });
    const read = async (path: string): Promise<unknown[]> => {
      const response = await app.api.get(path).set("Accept-Language", "de");
      const { title, detail } = problem(response);
      return [response.headers["content-language"], title, detail];
    };

    expect(await read("/own")).toEqual(["pt-BR", "Not found", "No article has this number."]);
    expect(await read("/title")).toEqual(["pt-BR", "Nothing here", undefined]);
    expect(await read("/plain")).toEqual(["de", "Nicht gefunden", undefined]);
  });

  it("name the invalid fields in the same language, and leave what the author of the schema wrote", async () => {
    await using app = await serveFailures({ express });
    const body = { title: "x", tags: ["a", "b"] };

    const response = await app.api.post("/articles").set("Accept-Language", "fr").send(body);

    expect(problem(response)).toMatchObject({
      title: "Données non valides",
      detail: "La requête contient 3 valeurs non valides.",
      fix: "Corrigez les champs que `errors` liste.",
      errors: [
        { pointer: "#/title", code: "too_short", detail: "doit avoir au moins 2 caractères" },
        { pointer: "#/tags", code: "too_long", detail: "doit avoir au plus 1 élément" },
        { pointer: "#/slug", code: "required", detail: "Write a slug." },
      ],
    });
    expect(response.headers).toMatchObject({ "content-language": "fr" });
  });

  it("keep the language that validate has chosen", async () => {
    await using app = await serveFailures({ express });
    const send = (accepted: string) =>
      app.api.post("/german").set("Accept-Language", accepted).send({ title: "x", tags: [] });

    const inGerman = await send("de");
    const inEnglish = await send("fr");

    expect(problem(inGerman)).toMatchObject({
      title: "Ungültige Angaben",
      detail: "Die Anfrage hat 2 ungültige Werte.",
    });
    expect(inGerman.headers).toMatchObject({
      "content-language": "de",
      vary: "Accept-Language",
    });
    expect(problem(inEnglish)).toMatchObject({ title: "Validation failed" });
    expect(inEnglish.headers).toMatchObject({ "content-language": "en" });
  });

  it("stay as they are if a declared text fails, and the record says why", async () => {
    await using app = await serveFailures({ express });

    const response = await app.api.get("/article").set("Accept-Language", "it");

    expect(problem(response)).toMatchObject({ detail: "There is no article 7." });
    expect(response.headers).not.toHaveProperty("content-language");
    expect(JSON.stringify(app.records)).toContain("no Italian today");
    expect(problem(await app.api.get("/gone").set("Accept-Language", "it"))).toMatchObject({
      title: "Articolo rimosso",
    });
  });

  it.each([
    [
      "throws",
      () => {
        throw new Error("broken");
      },
    ],
    ["returns no language tag", () => ({ language: "de\r\nX-Evil: 1", title: "Böse" })],
    ["returns something else than a text", () => ({ language: "de", title: 7 as never })],
    ["returns nothing", () => undefined],
  ])("stay as they are if a translator of the app %s", async (_what, broken) => {
    await using app = await serveFailures({ express, translate: broken });

    const response = await app.api.get("/article").set("Accept-Language", "de");

    expect(problem(response)).toMatchObject({ title: "Article not found" });
    expect(response.headers).not.toHaveProperty("content-language");
    expect(response.headers).not.toHaveProperty("x-evil");
  });

  it("are translated for whatever is thrown, such as a proxy that is revoked", async () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    const mapped = new RangeError("mapped");
    for (const thrown of [undefined, null, "text", proxy, mapped]) {
      await using app = await serve((site) => site.get("/", throwing(thrown)), {
        express,
        translate,
        mappers: [
          (error) => (error === mapped ? errors.article_gone({ cause: error }) : undefined),
        ],
      });

      const response = await app.api.get("/").set("Accept-Language", "de");

      expect(problem(response).title).toBe(
        thrown === mapped ? "Artikel entfernt" : "Interner Serverfehler",
      );
      expect(app.records[0]).not.toHaveProperty("mishaps");
    }
  });

  it("are pages and Markdown in the same language", async () => {
    await using app = await serveFailures({ express, html: true, markdown: toMarkdown });
    const read = (accept: string) =>
      app.api.get("/article").set({ Accept: accept, "Accept-Language": "de" });

    const page = await read("text/html");
    const markdown = await read("text/markdown");

    expect(page.text).toContain('<html lang="de">');
    expect(page.text).toContain("<h1>Artikel nicht gefunden</h1>");
    expect(page.headers["vary"]).toBe("Accept-Language, Accept");
    expect(markdown.text).toContain("# Artikel nicht gefunden");
    expect(markdown.text).toContain("Suchen Sie einen anderen.");
  });

  it("survive a header as long as Node accepts", async () => {
    await using app = await serveFailures({ express });

    const header = `de;q=0.1,${"x-".repeat(7000)},fr`;
    const response = await app.api.get("/plain").set("Accept-Language", header);

    expect(problem(response)).toMatchObject({ title: "Introuvable" });
  });

  it("are in English for a request that ends by its deadline, unless the client asks for another", async () => {
    await using app = await serve((app) => app.use(requestContext({ timeout: 20 }), () => {}), {
      express,
      translate,
    });

    const response = await app.api.get("/").set("Accept-Language", "es");

    expect(problem(response)).toMatchObject({ title: "Plazo superado", code: "deadline_exceeded" });
  });
});

it("do not depend on the locale and the error map that the app configures for zod", async () => {
  // A copy: what it returns is the configuration itself.
  const before = { ...z.config() };
  z.config({ ...z.locales.ja(), customError: () => "a text for everything" });
  try {
    await using app = await serveFailures();

    const send = (language: string) =>
      app.api.post("/articles").set("Accept-Language", language).send({ title: 7, tags: [] });

    expect(problem(await send("de")).errors?.[0]?.detail).toBe("muss ein Text sein");
    expect(problem(await send("ja")).errors?.[0]?.detail).toBe("must be a string");
  } finally {
    z.config({ ...before, customError: undefined });
  }
});

describe("the texts of this package", () => {
  const source = readdirSync(new URL("../../src", import.meta.url), {
    recursive: true,
    encoding: "utf8",
  })
    .filter((file) => file.endsWith(".ts") && !file.startsWith("messages"))
    .map((file) => readFileSync(new URL(`../../src/${file}`, import.meta.url), "utf8"))
    .join("\n");

  it("are those that the code sends", () => {
    const absent = [...titles, ...fixes, ...details].filter((text) =>
      text.split("{}").some((part) => !source.includes(part)),
    );

    expect(absent).toEqual([]);
  });

  it("have every title and every advice of the built-in codes", () => {
    const factories = Object.values({ ...builtInErrors }) as (typeof builtInErrors.not_found)[];
    const known = new Set<string | undefined>([...titles, ...fixes]);

    expect(factories.length).toBeGreaterThan(40);
    expect(
      factories.flatMap(({ title, fix }) => [title, fix]).filter((text) => !known.has(text)),
    ).toEqual([]);
  });

  it.each([
    ["German", german],
    ["French", french],
    ["Spanish", spanish],
  ])("have a value where the English text has one, in %s", (_name, { problems }) => {
    const values = (text: string): number => text.split("{}").length;

    expect(
      Object.entries(problems).filter(
        ([text, own]) => values(text) !== values(own) || own === text,
      ),
    ).toEqual([]);
  });
});

describe("translator", () => {
  it("refuses a language without a text, and what is not a language tag", () => {
    const { Locked: _locked, ...problems } = german.problems;
    const make = (languages: unknown, options?: object): unknown =>
      Reflect.apply(translator, undefined, [languages, options]);

    expect(() => make({ de: { ...german, problems } })).toThrow(
      'translator: the language de lacks "Locked".',
    );
    expect(() => make({ de: english })).toThrow("translator: the language de lacks");
    expect(() => make({ de: { ...german, summary: 1 } })).toThrow("lacks messages of validation");
    expect(() => make({ de_DE: german })).toThrow('"de_DE" is not a language tag');
    expect(() => make([german])).toThrow("translator: languages must be an object");
    expect(() => make({}, { language: "?" })).toThrow(
      "translator: language must be a language tag",
    );
    expect(() => make({}, { lang: "de" })).toThrow('translator: unknown option "lang"');
  });

  it("does not take an inherited name for a text", () => {
    const texts: LanguageTexts = german;
    const one = translator({ de: texts });

    expect(
      one({ title: "constructor" }, { accept: "de", error: undefined, language: undefined }),
    ).toEqual({ language: "en" });
    expect(
      one(
        { title: "Not found", errors: [{ code: "__proto__", detail: "toString" }] },
        { accept: "de", error: null, language: undefined },
      ),
    ).toMatchObject({ language: "de", fields: ["toString"] });
  });

  it("leaves an error of a catalog alone that has chosen its language, though its title is one of ours", () => {
    const { page_gone } = defineErrors(
      { page_gone: { status: 410, title: "Gone", headers: { "Content-Language": "de" } } },
      { languages: { fr: { page_gone: { title: "Parti" } } } },
    );

    expect(
      translate({ title: "Gone" }, { accept: "fr", error: page_gone(), language: "de" }),
    ).toEqual({ language: "de" });
  });

  it("puts a value into a sentence as it is", () => {
    const detail = "This resource supports $&$1.";

    expect(
      translate(
        { title: "Method not allowed", detail },
        { accept: "de", error: {}, language: undefined },
      ),
    ).toMatchObject({ detail: "Diese Ressource unterstützt $&$1." });
  });
});

it("leaves out a declared detail whose data does not fit", async () => {
  await using app = await serve(
    (app) => app.get("/", throwing(errors.article_not_found({ articleId: 7 as never }))),
    { translate },
  );

  const body = problem(await app.api.get("/").set("Accept-Language", "de"));

  expect([body.title, body.detail]).toEqual(["Artikel nicht gefunden", undefined]);
});
