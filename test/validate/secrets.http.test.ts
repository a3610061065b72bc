import cookieParser from "cookie-parser";
import { validate } from "express-backstop";
import { german } from "express-backstop/messages";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { z as z3 } from "zod/v3";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";

const secret = "sk-live-4711";
const rules = [
  z.literal(secret),
  z.enum([secret, "other"]),
  z.string().startsWith(`Bearer ${secret}`),
  z.string().endsWith(secret),
  z.string().includes(secret),
  z.union([z.literal(secret), z.literal("other")]),
  z.discriminatedUnion("x", [z.object({ x: z.literal(secret) })]),
  z.string().length(4711),
  z.coerce.number().multipleOf(4711),
  z3.literal(secret),
  z3.enum([secret, "other"]),
  z3.array(z3.enum([secret, "other"])),
  z3.preprocess(() => 1, z3.enum([secret, "other"])),
  z3.string().startsWith(secret),
  z3.string().includes(secret),
];

// fault: secret-in-a-schema
describe.each(expresses)("on %s", (_name, express) => {
  it.each(rules)("tells no value that a schema of headers or cookies has: %#", async (rule) => {
    const member = rule instanceof z3.ZodType ? z3.object({ key: rule }) : z.object({ key: rule });
    await using app = await serve(
      (app) => {
        app.use(cookieParser());
        const options = { languages: { de: german } };
        app.get("/headers", validate({ headers: member }, options));
        app.get("/cookies", validate({ cookies: member }, options));
      },
      { express },
    );

    for (const language of ["en", "de"]) {
      const get = (path: string) => app.api.get(path).set("Accept-Language", language);
      for (const response of [
        await get("/headers").set("key", "1"),
        await get("/cookies").set("Cookie", "key=1"),
      ]) {
        expect(response.status).toBe(400);
        expect(response.text).not.toMatch(/4711|undefined/);
        expect(app.records.map((record) => JSON.stringify(record)).join("")).not.toContain(secret);
      }
    }
  });

  it("tells them where the app asks for it, and in other parts", async () => {
    const member = z.object({ key: z.enum(["a", "b"]) });
    await using app = await serve(
      (app) => {
        app.get("/query", validate({ query: member }));
        app.get("/headers", validate({ headers: member }, { revealRules: ["headers"] }));
      },
      { express },
    );

    for (const path of ["/query?key=c", "/headers"]) {
      const { body } = await app.api.get(path).set("key", "c");
      expect(body).toMatchObject({
        errors: [{ code: "not_one_of", params: { values: ["a", "b"] } }],
      });
    }
  });
});
