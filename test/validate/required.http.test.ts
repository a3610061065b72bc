import { type } from "arktype";
import { validate } from "express-backstop";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import * as z3Module from "zod/v3";
import type { StandardSchema } from "../../src/schema/standard-schema.ts";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";

const z3 = z3Module.z;
const optionalRange = v.pipe(
  v.object({ from: v.optional(v.number()), to: v.optional(v.number()) }),
  v.forward(
    v.partialCheck([["from"], ["to"]], ({ from, to }) => from !== to, "must not be the start"),
    ["to"],
  ),
);

const parsed = (text: string): unknown => JSON.parse(text);
const split = (text: string): string[] => text.split(",");
const emptied = (value: unknown): unknown => (value === "" ? undefined : value);
const text4 = z.string();

/** Each with what the schema looked at: a value of the wrong kind, or none. */
const cases: readonly [what: string, schema: StandardSchema, sent: object, expected: string][] = [
  [
    "zod 4: parsed",
    z.object({ f: z.preprocess((x) => parsed(text4.parse(x)), z.object({ n: z.number() })) }),
    { f: '{"n":"x"}' },
    "#/f/n wrong_type: must be a number",
  ],
  [
    "zod 4: parsed, absent",
    z.object({ f: z.preprocess((x) => parsed(text4.parse(x)), z.object({ n: z.number() })) }),
    { f: "{}" },
    "#/f/n required: is required",
  ],
  [
    "zod 4: split",
    z.object({
      f: z
        .string()
        .transform(split)
        .pipe(z.array(z.enum(["red"]))),
    }),
    { f: "red,green" },
    "#/f/1 not_one_of: must be one of: red",
  ],
  [
    "zod 4: emptied",
    z.object({ f: z.preprocess(emptied, z.string()) }),
    { f: "" },
    "#/f required: is required",
  ],
  ["zod 4: coerced", z.object({ f: z.coerce.number() }), {}, "#/f required: is required"],
  [
    "zod 4: discriminator",
    z.discriminatedUnion("f", [z.object({ f: z.literal("a") })]),
    {},
    "#/f required: is required",
  ],
  [
    "zod 4: union",
    z.union([z.object({ f: z.string() }), z.number()]),
    {},
    "#/f required: is required",
  ],
  [
    "zod 3: parsed",
    z3.object({ f: z3.preprocess((x) => parsed(text4.parse(x)), z3.object({ n: z3.number() })) }),
    { f: '{"n":"x"}' },
    "#/f/n wrong_type: must be a number",
  ],
  [
    "zod 3: parsed, absent",
    z3.object({ f: z3.preprocess((x) => parsed(text4.parse(x)), z3.object({ n: z3.number() })) }),
    { f: "{}" },
    "#/f/n required: is required",
  ],
  [
    "zod 3: split",
    z3.object({
      f: z3
        .string()
        .transform(split)
        .pipe(z3.array(z3.enum(["red"]))),
    }),
    { f: "red,green" },
    "#/f/1 not_one_of: must be one of: red",
  ],
  [
    "zod 3: emptied",
    z3.object({ f: z3.preprocess(emptied, z3.string()) }),
    { f: "" },
    "#/f required: is required",
  ],
  ["zod 3: coerced", z3.object({ f: z3.coerce.number() }), {}, "#/f required: is required"],
  ["zod 3: date", z3.object({ f: z3.coerce.date() }), {}, "#/f required: is required"],
  ["zod 3: literal", z3.object({ f: z3.literal("a") }), {}, "#/f required: is required"],
  [
    "zod 3: discriminator",
    z3.discriminatedUnion("f", [z3.object({ f: z3.literal("a") })]),
    {},
    "#/f required: is required",
  ],
  ["valibot: absent", v.object({ f: v.string() }), {}, "#/f required: is required"],
  ["valibot: forwarded", optionalRange, {}, "#/to invalid: must not be the start"],
  [
    "valibot: parsed",
    v.object({ f: v.pipe(v.string(), v.transform(parsed), v.object({ n: v.number() })) }),
    { f: '{"n":"x"}' },
    "#/f/n wrong_type: must be a number",
  ],
  [
    "valibot: parsed, absent",
    v.object({ f: v.pipe(v.string(), v.transform(parsed), v.object({ n: v.number() })) }),
    { f: "{}" },
    "#/f/n required: is required",
  ],
  ["arktype: absent", type({ f: "string" }), {}, "#/f required: is required"],
  [
    "arktype: parsed",
    type({ f: type("string").pipe(parsed, type({ n: "number" })) }),
    { f: '{"n":"x"}' },
    "#/f/n wrong_type: must be a number",
  ],
  [
    "arktype: parsed, absent",
    type({ f: type("string").pipe(parsed, type({ n: "number" })) }),
    { f: "{}" },
    "#/f/n required: is required",
  ],
  // A size is of a value with the right type only.
  [
    "zod 4: a text for an array",
    z.object({ f: z.array(z.any()).max(3) }),
    { f: "hello" },
    "#/f wrong_type: must be an array",
  ],
  [
    "zod 4: an array for a text",
    z.object({ f: z.string().max(2).min(1) }),
    { f: [1, 2, 3] },
    "#/f wrong_type: must be a string",
  ],
  [
    "zod 4: a text of no length",
    z.object({ f: z.array(z.any()).length(3) }),
    { f: "" },
    "#/f wrong_type: must be an array",
  ],
];

// fault: required-by-the-schema
describe.each(expresses)("on %s", (_name, express) => {
  it.each(cases)("says what the schema found: %s", async (_what, schema, sent, expected) => {
    await using app = await serve((app) => app.post("/", validate({ body: schema })), { express });

    const { body } = await app.api.post("/").send(sent);

    const { errors } = z
      .object({
        errors: z.array(z.object({ pointer: z.string(), code: z.string(), detail: z.string() })),
      })
      .parse(body);
    expect(errors.map(({ pointer, code, detail }) => `${pointer} ${code}: ${detail}`)).toEqual([
      expected,
    ]);
  });
});
