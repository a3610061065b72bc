import { type } from "arktype";
import * as v from "valibot";
import { expect, it } from "vitest";
import { z } from "zod";
import { z as z3 } from "zod3";
import { objectSchema } from "../../src/catalog/object-schema.ts";
import { isStandardSchema } from "../../src/schema/standard-schema.ts";

it.each<[string, unknown]>([
  ["zod 4", z.string()],
  ["zod 3.25", z3.string()],
  ["valibot", v.string()],
  ["arktype, whose schemas are functions", type("string")],
  ["this package", objectSchema({})],
])("recognizes a schema of %s", (_library, schema) => {
  expect(isStandardSchema(schema)).toBe(true);
});

it.each<[string, unknown]>([
  ["undefined", undefined],
  ["null", null],
  ["a text", "schema"],
  ["a function", () => true],
  ["a class of schemas", z.ZodString],
  ["an object of schemas", { a: z.string() }],
  ["a JSON Schema", { type: "string" }],
  ["an object whose standard is null", { "~standard": null }],
  ["an object whose standard is a text", { "~standard": "1" }],
  ["a schema that cannot validate", { "~standard": { version: 1, vendor: "own" } }],
  ["a schema whose validate is not a function", { "~standard": { validate: true } }],
])("does not take %s for a schema", (_what, value) => {
  expect(isStandardSchema(value)).toBe(false);
});
