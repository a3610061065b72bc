import { createValidate, validate, type ValidateOptions } from "express-backstop";
import { german } from "express-backstop/messages";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";
import { problem } from "../support/problem.ts";

const body = z.object({ title: z.string().min(1) });

describe.each(expresses)("createValidate on %s", (_name, express) => {
  async function detailOf(validateOfApp: typeof validate, options?: ValidateOptions) {
    await using app = await serve((app) => app.post("/", validateOfApp({ body }, options)), {
      express,
    });
    const response = await app.api.post("/").set("accept-language", "de").send({ title: "" });
    return problem(response)["errors"]?.[0]?.detail;
  }

  it("has its defaults where a call has no option of the same name", async () => {
    const ours = createValidate({ languages: { de: german } });

    expect(await detailOf(ours)).toBe("muss mindestens 1 Zeichen haben");
    expect(await detailOf(ours, {})).toBe("muss mindestens 1 Zeichen haben");
    expect(await detailOf(ours, { languages: undefined } as never)).toBe(
      "muss mindestens 1 Zeichen haben",
    );
    expect(await detailOf(ours, { languages: {} })).toBe("must have at least 1 character");
    expect(await detailOf(validate)).toBe("must have at least 1 character");
  });

  it("has its defaults in every option, and does not change what it was given", async () => {
    const defaults: ValidateOptions<"fail"> = Object.freeze({
      accept: ["text/x"],
      responseMode: "off" as const,
      revealRules: ["headers" as const],
    });
    const options = Object.freeze({ revealRules: [] });

    const handler = createValidate(defaults)(
      { body, response: { 200: body } },
      options as ValidateOptions<"fail">,
    );
    await using app = await serve(
      (app) => app.post("/", handler, (_req, res) => void res.json({ wrong: true })),
      { express },
    );

    expect([handler.accept, handler.revealRules]).toEqual([["text/x"], []]);
    expect((await app.api.post("/").send({ title: "a" })).body).toEqual({ wrong: true });
  });

  it("lets a form go on, with the defaults of the app", async () => {
    const form = createValidate({ languages: { de: german } })({ body }, { onInvalid: "next" });
    await using app = await serve(
      (app) =>
        app.post("/", form, (req, res) => {
          const result = form.resultOf(req);
          res.json(result.valid ? result.body.title : result.error.errors[0]?.detail);
        }),
      { express },
    );

    const response = await app.api.post("/").set("accept-language", "de").send({ title: "" });

    expect(response.body).toBe("muss mindestens 1 Zeichen haben");
  });
});

it("refuses wrong options of a call as validate does", () => {
  const ours = createValidate({ responseMode: "off" });

  expect(() => ours({ body }, null as never)).toThrow("validate: options must be an object");
  expect(() => ours({ body }, { accept: [] })).toThrow("validate: accept must be an array");
  expect(() => ours({} as never)).toThrow("validate: schemas is empty.");
});

it.each<[string, unknown, string]>([
  ["an unknown option", { language: {} }, 'unknown option "language". Write one of accept,'],
  ["a wrong value", { responseMode: "on" }, 'responseMode must be "enforce", "report" or "off"'],
  ["onInvalid, which changes the types", { onInvalid: "next" }, 'unknown option "onInvalid"'],
  ["a schema in place of options", body, "unknown option"],
  ["nothing", undefined, "options must be an object, got undefined"],
])("refuses %s when the app starts", (_what, defaults, message) => {
  const start = () => createValidate(defaults as never);

  expect(start).toThrow(TypeError);
  expect(start).toThrow(`createValidate: ${message}`);
});
