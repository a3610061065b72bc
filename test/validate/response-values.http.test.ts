import { validate, type ValidateOptions } from "express-backstop";
import { builtInErrors } from "express-backstop/catalog";
import { openapi } from "express-backstop/openapi";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { z as z3 } from "zod3";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";
import { problem } from "../support/problem.ts";

/** A value of a database that writes itself as JSON, such as an ObjectId of MongoDB or a Decimal. */
class Id {
  readonly #text: string;
  constructor(text: string) {
    this.#text = text;
  }
  toJSON(): string {
    return this.#text;
  }
}

const day = new Date("2026-05-01T10:00:00.000Z");
const iso = z.codec(z.iso.datetime(), z.date(), {
  decode: (text) => new Date(text),
  encode: (date) => date.toISOString(),
});
const bigint = z.codec(z.string(), z.bigint(), { decode: BigInt, encode: String });
const base64 = z.codec(z.base64(), z.string(), { decode: atob, encode: btoa });
const set = z.codec(z.array(z.string()), z.set(z.string()), {
  decode: (list) => new Set(list),
  encode: (value) => [...value],
});

describe.each(expresses)("the body of a response on %s", (_name, express) => {
  async function send(
    schema: z.ZodType | z3.ZodType | v.GenericSchema,
    body: unknown,
    options: ValidateOptions<"fail"> = {},
  ) {
    await using app = await serve(
      (app) =>
        app.get("/", validate({ response: { 200: schema } }, options), (_req, res) => {
          res.json(body);
        }),
      { express },
    );
    const response = await app.api.get("/");
    return { response, records: app.records };
  }

  it.each<[string, z.ZodType | z3.ZodType | v.GenericSchema, unknown, unknown]>([
    ["an id with toJSON", z.object({ id: z.string() }), { id: new Id("a1") }, { id: "a1" }],
    [
      "an id with toJSON, without members that the schema does not have",
      z.object({ id: z.string() }),
      { id: new Id("a1"), password: "s3cr3t" },
      { id: "a1" },
    ],
    [
      "a document with toJSON",
      z.object({ id: z.string() }),
      { toJSON: () => ({ id: "a1", more: 1 }) },
      { id: "a1" },
    ],
    [
      "a date described as text",
      z.object({ at: z.iso.datetime() }),
      { at: day },
      { at: day.toJSON() },
    ],
    ["a date described as date", z.object({ at: z.date() }), { at: day }, { at: day.toJSON() }],
    ["an id for zod 3", z3.object({ id: z3.string() }), { id: new Id("a1") }, { id: "a1" }],
    ["an id for valibot", v.object({ id: v.string() }), { id: new Id("a1") }, { id: "a1" }],
    [
      "an id for an asynchronous schema",
      z.object({ id: z.string() }).refine(async () => true),
      { id: new Id("a1") },
      { id: "a1" },
    ],
    ["a date with a codec", z.object({ at: iso }), { at: day }, { at: day.toJSON() }],
    ["a bigint with a codec", z.object({ n: z.array(bigint) }), { n: [12n] }, { n: ["12"] }],
    [
      "a set with a codec",
      z.object({ tags: set.optional() }),
      { tags: new Set(["a"]) },
      { tags: ["a"] },
    ],
    [
      "a text that a codec could decode too",
      z.object({ a: base64 }),
      { a: "abcd" },
      { a: "YWJjZA==" },
    ],
    [
      "a codec inside a lazy schema and a union",
      z.union([z.lazy(() => z.object({ n: bigint })), z.string()]),
      { n: 1n },
      { n: "1" },
    ],
    [
      "a body of a codec with a default beside it",
      z.object({ n: bigint, m: z.number().default(1) }),
      { n: 1n, m: 2 },
      { n: "1", m: 2 },
    ],
    [
      "JSON of a codec that is sent as it is",
      z.object({ at: iso }),
      { at: day.toJSON() },
      { at: day.toJSON() },
    ],
    ["a truth as a text", z.object({ on: z.stringbool() }), { on: true }, { on: "true" }],
  ])("is sent as its schema describes it: %s", async (_what, schema, body, sent) => {
    const { response, records } = await send(schema, body);

    expect(response.body).toEqual(sent);
    expect(response.status).toBe(200);
    expect(records).toEqual([]);
  });

  it("is sent in the same turn if its JSON matches, so that nothing can come between", async () => {
    await using app = await serve(
      (app) =>
        app.get("/", validate({ response: { 200: z.object({ id: z.string() }) } }), (_req, res) => {
          res.json({ id: new Id("a1") });
          res.set("x-late", String(res.headersSent));
        }),
      { express },
    );

    const response = await app.api.get("/");

    expect(response.body).toEqual({ id: "a1" });
    expect(app.records).toMatchObject([{ code: "internal_error" }]);
  });

  it.each<[string, z.ZodType, unknown, readonly string[]]>([
    [
      "of which neither the value nor the JSON matches",
      z.object({ id: z.string(), n: z.number() }),
      { id: new Id("a1"), n: "x" },
      ["#/n"],
    ],
    ["that JSON cannot hold", z.object({ n: z.number() }), { n: 1n }, ["#/n"]],
    ["that a codec cannot encode", z.object({ n: bigint }), { n: 7 }, ["#/n"]],
    [
      "whose toJSON throws",
      z.object({ id: z.string() }),
      {
        id: {
          toJSON: () => {
            throw new Error("s3cr3t");
          },
        },
      },
      ["#/id"],
    ],
    [
      "that is closer to its schema than its JSON is",
      z.object({ at: z.date(), n: z.number() }),
      { at: day, n: "x" },
      ["#/n"],
    ],
    [
      "whose toJSON returns nothing",
      z.object({ id: z.string() }),
      { id: { toJSON: () => undefined } },
      ["#/id"],
    ],
  ])(
    "is a 500 if it is one %s; the record names the fields",
    async (_what, schema, body, pointers) => {
      const { response, records } = await send(schema, body);

      expect(problem(response).code).toBe("internal_error");
      expect(records[0]?.context).toMatchObject({
        response: { errors: pointers.map((pointer) => ({ pointer })) },
      });
      expect(JSON.stringify(records)).not.toContain("s3cr3t");
    },
  );

  it("is a 500 whose record tells the rule that it broke", async () => {
    const { records } = await send(z.object({ n: z.number().min(5) }), { n: 1 });

    expect(records[0]?.context).toMatchObject({
      response: { errors: [{ pointer: "#/n", code: "too_small", detail: "must be at least 5" }] },
    });
  });

  it("is parsed where a schema with a codec has a transformation without a reverse", async () => {
    const schema = z.object({ at: iso, title: z.string().transform((text) => text.trim()) });

    const { response } = await send(schema, { at: day.toJSON(), title: " a " });

    expect(response.body).toEqual({ at: day.toJSON(), title: "a" });
  });

  it("is the error of the schema if the schema itself fails", async () => {
    const schema = z.object({ id: z.string() }).refine(() => {
      throw new Error("the database is down");
    });

    const { records } = await send(schema, { id: "a" });

    expect(records[0]?.error?.message).toBe("the database is down");
  });

  it("is not reported in the mode report if its JSON matches, and is sent as it is", async () => {
    const body = { id: new Id("a1"), more: 1 };
    const { response, records } = await send(z.object({ id: z.string() }), body, {
      responseMode: "report",
    });

    expect(response.body).toEqual({ id: "a1", more: 1 });
    expect(records).toEqual([]);
  });

  it("is documented as the client receives it", () => {
    const app = express();
    const schema = z.object({ on: z.stringbool(), at: iso, id: z.string().default("a") });
    const handler = validate({
      response: { 200: schema, 201: z.object({ id: z.string().default("a") }) },
    });
    app.get("/", handler);

    const { paths } = openapi(app, {
      info: { title: "a", version: "1" },
      errors: builtInErrors,
    });

    expect(handler.jsonSchemas().response?.[200]?.properties).toMatchObject({
      on: { type: "string" },
      at: { type: "string", format: "date-time" },
    });
    expect(handler.jsonSchemas().response?.[201]).toMatchObject({ required: ["id"] });
    expect(JSON.stringify(paths["/"]?.["get"]?.responses["200"])).toContain(
      '"on":{"type":"string"',
    );
  });
});
