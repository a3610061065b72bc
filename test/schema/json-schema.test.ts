import { type } from "arktype";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { z as z3 } from "zod3";
import { jsonSchemaOf } from "../../src/schema/json-schema.ts";
import type { StandardSchema } from "../../src/schema/standard-schema.ts";

/** A schema with its own conversion to JSON Schema. */
function schemaWith(jsonSchema: unknown): StandardSchema {
  const standard = { version: 1, vendor: "own", validate: () => ({ value: 1 }), jsonSchema };
  return { "~standard": standard } as unknown as StandardSchema;
}

describe("jsonSchemaOf", () => {
  it("describes the side of the schema that was asked for", () => {
    const schema = z.object({ tries: z.string().transform(Number).pipe(z.number()) });

    expect(jsonSchemaOf(schema, "input")?.properties?.["tries"]).toEqual({ type: "string" });
    expect(jsonSchemaOf(schema, "output")?.properties?.["tries"]).toEqual({ type: "number" });
  });

  it("knows that a member with a default may be absent before parsing, and never after it", () => {
    const schema = z.object({ page: z.int().default(1) });

    expect(jsonSchemaOf(schema, "input")?.["required"]).toBeUndefined();
    expect(jsonSchemaOf(schema, "output")?.["required"]).toEqual(["page"]);
  });

  it("leaves the dialect out, which a document states once", () => {
    const described = jsonSchemaOf(z.object({ a: z.string() }), "input");

    expect(described).toMatchObject({ type: "object" });
    expect(described).not.toHaveProperty("$schema");
  });

  it("reads a schema of another library that implements the standard", () => {
    expect(jsonSchemaOf(type({ a: "string" }), "output")).toMatchObject({
      properties: { a: { type: "string" } },
    });
  });

  it("asks for draft 2020-12, and passes the options of the library on if there are any", () => {
    const asked: unknown[] = [];
    const schema = schemaWith({ input: (options: unknown) => (asked.push(options), {}) });

    jsonSchemaOf(schema, "input");
    jsonSchemaOf(schema, "input", { unrepresentable: "any" });

    expect(asked).toEqual([
      { target: "draft-2020-12" },
      { target: "draft-2020-12", libraryOptions: { unrepresentable: "any" } },
    ]);
  });

  it.each<[string, StandardSchema]>([
    ["that does not implement it: zod 3", z3.object({})],
    ["that does not implement it: valibot", v.object({})],
    ["that JSON Schema cannot express", z.object({ at: z.date() })],
    [
      "whose conversion throws",
      schemaWith({
        input: () => {
          throw new Error("no");
        },
      }),
    ],
    ["whose conversion returns nothing", schemaWith({ input: () => undefined })],
    ["whose conversion is not a function", schemaWith({ input: 7 })],
    ["that converts another side only", schemaWith({ output: () => ({}) })],
    ["whose converters are null", schemaWith(null)],
  ])("returns undefined for a schema %s", (_what, schema) => {
    expect(jsonSchemaOf(schema, "input")).toBeUndefined();
  });
});
