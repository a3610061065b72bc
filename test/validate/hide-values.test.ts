import { expect, it } from "vitest";
import type { JsonSchema } from "../../src/schema/json-schema.ts";
import { hideValues } from "../../src/validate/hide-values.ts";

it("keeps the names, the types and the words of a schema", () => {
  const schema: JsonSchema = {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $ref: "#/$defs/key",
    type: ["object", "null"],
    title: "Headers",
    description: "What a client sends.",
    deprecated: true,
    required: ["x-key"],
  };

  expect(hideValues(schema)).toEqual(schema);
});

it.each([
  ["const", "s3cr3t"],
  ["enum", ["s3cr3t"]],
  ["default", "s3cr3t"],
  ["examples", ["s3cr3t"]],
  ["pattern", "^s3cr3t$"],
  ["minLength", 4711],
  ["multipleOf", 4711],
  ["not", { const: "s3cr3t" }],
  ["x-own", "s3cr3t"],
])("removes %s", (keyword, value) => {
  expect(hideValues({ type: "string", [keyword]: value })).toEqual({ type: "string" });
});

it.each<[string, (schema: unknown) => JsonSchema]>([
  ["a member", (schema) => ({ properties: { "x-key": schema } })],
  ["the other members", (schema) => ({ additionalProperties: schema })],
  ["the items", (schema) => ({ items: schema })],
  ["the first items", (schema) => ({ prefixItems: [schema, { type: "null" }] })],
  ["a variant", (schema) => ({ anyOf: [{ type: "null" }, schema] })],
  ["the only variant", (schema) => ({ oneOf: [schema] })],
  ["a part", (schema) => ({ allOf: [schema] })],
  ["a definition", (schema) => ({ $defs: { key: schema } })],
  ["a member of a member", (schema) => ({ properties: { a: { properties: { b: schema } } } })],
])("removes the values of %s, and keeps the rest of it", (_where, around) => {
  expect(hideValues(around({ type: "string", const: "s3cr3t" }))).toEqual(
    around({ type: "string" }),
  );
  // These say whether there may be such a value at all.
  expect(hideValues(around(true))).toEqual(around(true));
  expect(hideValues(around(false))).toEqual(around(false));
});

it.each(["date-time", "uuid", "x_y1"])("keeps the format %s, which is a name", (format) => {
  expect(hideValues({ type: "string", format })).toEqual({ type: "string", format });
});

it.each(["^s3cr3t$", "key s3cr3t", "s3cr3t!", "", 7, null, ["uuid"]])(
  "removes the format %o, which may be a value of the schema",
  (format) => {
    expect(hideValues({ type: "string", format })).toEqual({ type: "string" });
  },
);

it("removes a list of variants that is not a list", () => {
  expect(hideValues({ anyOf: { const: "s3cr3t" }, type: "string" })).toEqual({ type: "string" });
});
