import { type Guard, validate } from "express-backstop";
import { builtInErrors } from "express-backstop/catalog";
import { openapi } from "express-backstop/openapi";
import { uploadedFiles } from "express-backstop/uploads";
import multer from "multer";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { mistakesIn, schemasOf } from "../openapi-tools/validate.ts";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";

const Name = z.string().min(2).meta({ id: "Name" });
const Author = z.strictObject({ name: Name }).meta({ id: "Author" });
const files = uploadedFiles({ photo: {} });
const upload: Guard = multer({ storage: multer.memoryStorage() }).any();
const text = z.literal("a");

describe.each(expresses)("a form with texts and files, on %s", (_name, express) => {
  it.each<[string, z.ZodType]>([
    ["a member with an id", z.object({ name: Name })],
    ["a strict object", z.strictObject({ name: Name })],
    ["a strict object with an id", Author],
    ["variants that are strict", z.union([Author, z.strictObject({ id: text })])],
    ["other members that are texts", z.object({ name: Name }).catchall(text)],
  ])("is valid in the document exactly if the app accepts it: %s", async (_what, body) => {
    await using served = await serve(
      (app) => {
        const valid = validate({ body, files }, { accept: ["multipart/form-data"] });
        app.post("/form", upload, valid, (_req, res) => void res.sendStatus(204));
        const info = { title: "A", version: "1" };
        const document = openapi(app, { info, errors: builtInErrors });
        app.get("/openapi.json", (_req, res) => void res.json(document));
      },
      { express },
    );
    const form = (name: string) =>
      served.api.post("/form").field("name", name).attach("photo", Buffer.from("a"), "a.png");

    const { status: accepted } = await form("Ada");
    const { status: refused } = await form("A");
    const { body: document } = await served.api.get("/openapi.json");

    expect([accepted, refused]).toEqual([204, 400]);
    expect(await mistakesIn(document as object)).toBeUndefined();
    const { paths } = document as ReturnType<typeof openapi>;
    const requestBody = paths["/form"]?.["post"]?.["requestBody"] as
      | { content: Record<string, { schema: object }> }
      | undefined;
    const schema = requestBody?.content["multipart/form-data"]?.schema ?? {};
    const mistakesOf = schemasOf(document as object);
    expect(mistakesOf(schema, { name: "Ada", photo: "a" })).toBeUndefined();
    expect(mistakesOf(schema, { name: "A", photo: "a" })).toBeDefined();
    expect(mistakesOf(schema, { name: "Ada" })).toBeDefined();
  });
});
