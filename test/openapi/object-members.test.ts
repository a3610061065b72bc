import { describe, expect, it } from "vitest";
import { componentRegistry } from "../../src/openapi/component-registry.ts";
import { membersOf } from "../../src/openapi/object-members.ts";
import type { JsonSchema } from "../../src/schema/json-schema.ts";

const text = { type: "string" };
const number = { type: "number" };
const registry = componentRegistry({
  A: { type: "object", properties: { a: text }, required: ["a"] },
});
const withA: JsonSchema = { $ref: "#/components/schemas/A" };
const withB: JsonSchema = { type: "object", properties: { b: number } };

describe("the members of a schema", () => {
  it.each<[string, JsonSchema, object]>([
    ["an object", withB, { properties: { b: number }, required: [] }],
    ["a reference", withA, { properties: { a: text }, required: ["a"] }],
    [
      "an intersection",
      { allOf: [withA, withB] },
      { properties: { a: text, b: number }, required: ["a"] },
    ],
    [
      "an object beside its own parts",
      { allOf: [withA], properties: { c: text }, required: ["c"] },
      { properties: { a: text, c: text }, required: ["a", "c"] },
    ],
    [
      "an object that narrows a part",
      { allOf: [withA], properties: { a: number } },
      { properties: { a: number }, required: ["a"] },
    ],
    ["a member that may be anything", { properties: { a: true } }, { properties: { a: {} } }],
    ["a reference to nothing", { $ref: "#/components/schemas/None" }, { properties: {} }],
  ])("are those of %s", (_what, schema, expected) => {
    expect(membersOf(schema, registry)).toMatchObject(expected);
  });

  it.each(["anyOf", "oneOf"])("are those of all variants of %s", (keyword) => {
    const other = { properties: { a: number, c: text }, required: ["a", "c"] };

    expect(membersOf({ [keyword]: [withA, other] }, registry)).toMatchObject({
      properties: { a: { anyOf: [text, number] }, c: text },
      // A variant does without c.
      required: ["a"],
    });
  });

  it("have one schema where all variants have the same", () => {
    expect(membersOf({ anyOf: [withA, withA] }, registry).properties).toEqual({ a: text });
  });

  it("are those of a union and of what is beside it", () => {
    const schema = { anyOf: [withA, withB], properties: { c: text }, required: ["c"] };

    expect(membersOf(schema, registry)).toMatchObject({
      properties: { a: text, b: number, c: text },
      required: ["c"],
    });
  });
});

describe("the schema of members without a name", () => {
  it.each<[string, JsonSchema, object | undefined]>([
    ["an object with properties", withB, undefined],
    ["an object that is closed", { type: "object", additionalProperties: false }, undefined],
    ["an object without properties", { type: "object" }, {}],
    ["a record", { type: "object", additionalProperties: number }, number],
    ["an object with a rest", { ...withB, additionalProperties: text }, text],
    ["an object that allows a rest", { ...withB, additionalProperties: {} }, undefined],
    ["a schema that says nothing", { description: "valibot cannot" }, {}],
    ["a reference", withA, undefined],
    ["a text", text, undefined],
    ["a part of an intersection", { allOf: [withB, { additionalProperties: text }] }, text],
    ["a variant of a union", { anyOf: [withB, { additionalProperties: text }] }, text],
  ])("of %s is %o", (_what, schema, others) => {
    expect(membersOf(schema, registry).others).toEqual(others);
  });
});
