import { createHmac } from "node:crypto";
import { type } from "arktype";
import cookieParser from "cookie-parser";
import { validate } from "express-backstop";
import { german } from "express-backstop/messages";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { z as z3 } from "zod/v3";
import type { StandardSchema } from "../../src/schema/standard-schema.ts";
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

const valibotRules: readonly v.GenericSchema[] = [
  v.literal(secret),
  v.picklist([secret, "other"]),
  v.union([v.literal(secret), v.literal("other")]),
  v.pipe(v.string(), v.value(secret)),
  v.pipe(v.string(), v.values([secret])),
  v.pipe(v.string(), v.startsWith(`Bearer ${secret}`)),
  v.pipe(v.string(), v.endsWith(secret)),
  v.pipe(v.string(), v.includes(secret)),
  v.pipe(v.string(), v.minValue(secret)),
  v.pipe(v.string(), v.length(4711)),
  v.pipe(v.string(), v.transform(Number), v.multipleOf(4711)),
];
const arktypeRules = [
  type(`'${secret}'`),
  type(`'${secret}' | 'other'`),
  type(`'${secret}' | 'other'`).describe(secret),
  type(`/${secret}/`),
  type("string == 4711"),
  type("string.numeric.parse").to("number % 4711"),
  type({ x: `'${secret}'` }).or({ x: "'other'" }),
];
/** Returns the value of a signed cookie, as Express sends it. */
const signed = (value: string): string =>
  encodeURIComponent(
    `s:${value}.${createHmac("sha256", "key").update(value).digest("base64").replace(/=+$/, "")}`,
  );
const membersOf = (rule: (typeof rules)[number]): StandardSchema =>
  rule instanceof z3.ZodType ? z3.object({ key: rule }) : z.object({ key: rule });
const members: readonly StandardSchema[] = [
  ...rules.map(membersOf),
  ...valibotRules.map((key) => v.object({ key })),
  ...arktypeRules.map((key) => type({ key })),
];

// fault: secret-in-a-schema
describe.each(expresses)("on %s", (_name, express) => {
  it.each(members)("tells no value that a schema of headers or cookies has: %#", async (member) => {
    await using app = await serve(
      (app) => {
        app.use(cookieParser("key"));
        const options = { languages: { de: german } };
        app.get("/headers", validate({ headers: member }, options));
        app.get("/cookies", validate({ cookies: member }, options));
        app.get("/signed", validate({ signedCookies: member }, options));
      },
      { express },
    );

    for (const language of ["en", "de"]) {
      const get = (path: string) => app.api.get(path).set("Accept-Language", language);
      for (const response of [
        await get("/headers").set("key", "1"),
        await get("/cookies").set("Cookie", "key=1"),
        await get("/signed").set("Cookie", `key=${signed("1")}`),
      ]) {
        expect(response.status).toBe(400);
        // Its digits are random.
        const { requestId: _, ...others } = response.body as { requestId: string };
        expect(JSON.stringify(others)).not.toMatch(/4711|undefined/);
        expect(app.records.map((record) => JSON.stringify(record)).join("")).not.toContain(secret);
      }
    }
  });

  it.each<[string, StandardSchema]>([
    ["zod", z.object({ key: z.enum(["a", "b"]) })],
    ["valibot", v.object({ key: v.picklist(["a", "b"]) })],
    ["ArkType", type({ key: "'a' | 'b'" })],
  ])("tells them where the app asks for it, and in other parts: %s", async (_library, member) => {
    await using app = await serve(
      (app) => {
        app.get("/query", validate({ query: member }));
        app.get("/headers", validate({ headers: member }, { revealRules: ["headers"] }));
        app.use(cookieParser("key"));
        app.get("/signed", validate({ signedCookies: member }, { revealRules: ["cookies"] }));
      },
      { express },
    );

    for (const path of ["/query?key=c", "/headers", "/signed"]) {
      const { body } = await app.api.get(path).set({ key: "c", cookie: `key=${signed("c")}` });
      expect(body).toMatchObject({
        errors: [{ code: "not_one_of", params: { values: ["a", "b"] } }],
      });
    }
  });
});
