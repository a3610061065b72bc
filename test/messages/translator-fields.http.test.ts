import { defineErrors } from "express-backstop";
import { french, german, translator } from "express-backstop/messages";
import { describe, expect, it } from "vitest";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";

const title = "Invalid order";
const errors = defineErrors(
  { bad_order: { status: 422, title } },
  {
    languages: {
      fr: { bad_order: { title: "Commande invalide" } },
      de: { bad_order: { title: "Bestellung ungültig" } },
    },
  },
);
const field = { in: "body", pointer: "#/name", code: "required", detail: "is required" } as const;

describe.each(expresses)("an error of a catalog with invalid fields, on %s", (_name, express) => {
  it.each([
    ["stays in English where the texts of fields are unknown", "fr", { de: german }, title, "en"],
    ["takes the next language", "fr, de;q=0.5", { de: german }, "Bestellung ungültig", "de"],
    ["is translated with its fields", "fr", { fr: french }, "Commande invalide", "fr"],
  ])("%s", async (_what, accept, languages, expected, language) => {
    await using app = await serve(
      (site) =>
        site.get("/", () => {
          throw errors.bad_order({ errors: [field] });
        }),
      { express, translate: translator(languages) },
    );

    const { body, headers } = await app.api.get("/").set("Accept-Language", accept);

    expect(body).toMatchObject({ title: expected });
    expect(headers["content-language"]).toBe(language);
    expect(body.errors[0].detail === "is required").toBe(language === "en");
  });

  it("is translated without the texts of fields where it has no fields", async () => {
    await using app = await serve(
      (site) =>
        site.get("/", () => {
          throw errors.bad_order();
        }),
      { express, translate: translator({ de: german }) },
    );

    const { body } = await app.api.get("/").set("Accept-Language", "fr");

    expect(body).toMatchObject({ title: "Commande invalide" });
  });

  it("is translated to English, in which the fields are", async () => {
    const ofFrance = defineErrors(
      { bad_order: { status: 422, title: "Commande invalide" } },
      { language: "fr", languages: { en: { bad_order: { title } } } },
    );
    await using app = await serve(
      (site) =>
        site.get("/", () => {
          throw ofFrance.bad_order({ errors: [field] });
        }),
      { express, translate: translator({ de: german }) },
    );

    const { body } = await app.api.get("/").set("Accept-Language", "en");

    expect(body).toMatchObject({ title });
  });
});
