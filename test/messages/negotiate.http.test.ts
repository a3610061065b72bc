import { validate } from "express-backstop";
import { english, german, type ValidationMessages } from "express-backstop/messages";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";

const broken: ValidationMessages = {
  rules: {
    ...english.rules,
    required: () => {
      throw new Error("broken");
    },
    wrong_type: () => 17 as never,
  },
  summary: () => undefined as never,
};

describe.each(expresses)("the language of a validation error, on %s", (_name, express) => {
  const body = z.object({ title: z.string(), count: z.number() });
  const respond = async (
    languages: Readonly<Record<string, ValidationMessages>>,
    accepted: string | undefined,
  ) => {
    await using app = await serve(
      (app) => app.post("/", validate({ body }, { languages }), (_req, res) => void res.end()),
      { express },
    );
    const sending = app.api.post("/").send({ count: "x" });
    return await (accepted === undefined ? sending : sending.set("Accept-Language", accepted));
  };

  it.each([
    ["de", "de"],
    ["de-AT, de;q=0.9", "de"],
    ["en;q=0.5, de", "de"],
    ["en, de", "en"],
    ["fr", "en"],
    ["de;q=0", "en"],
    ["*", "en"],
    ["", "en"],
    [undefined, "en"],
    [";;;q=x", "en"],
  ])("for Accept-Language: %s is %s", async (accepted, language) => {
    const response = await respond({ de: german }, accepted);

    expect(response.headers["content-language"]).toBe(language);
    expect(response.headers["vary"]).toMatch(/Accept-Language/);
    const { summary } = language === "de" ? german : english;
    expect(response.body).toMatchObject({ detail: summary(2) });
  });

  it("is English, text by text, where a language fails", async () => {
    const response = await respond({ fr: broken }, "fr");

    expect(response.status).toBe(400);
    expect(response.body).toMatchObject({
      detail: english.summary(2),
      errors: [
        { pointer: "#/title", detail: "is required" },
        { pointer: "#/count", detail: "must be a number" },
      ],
    });
  });
});
