import { expect, it } from "vitest";
import { z } from "zod";
import { sample } from "../../src/catalog/sample.ts";

it.each<[string, unknown, unknown]>([
  ["a text", { type: "string" }, "example"],
  ["a text of a known format", { type: "string", format: "date" }, "2030-01-31"],
  ["a text of an unknown format", { type: "string", format: "isbn" }, "example"],
  ["a number", { type: "number" }, 1],
  ["an integer with a minimum", { type: "integer", minimum: 18 }, 18],
  ["an integer of zod", z.toJSONSchema(z.number().int()), 1],
  ["a positive number", { type: "number", exclusiveMinimum: 0 }, 1],
  ["a number that may be 0", { type: "number", minimum: 0, maximum: 9 }, 1],
  ["an integer above 5", { type: "integer", exclusiveMinimum: 5 }, 6],
  ["a number above 5.5", { type: "number", exclusiveMinimum: 5.5 }, 6.5],
  ["a negative integer", { type: "integer", exclusiveMaximum: 0 }, -1],
  ["an integer up to 0", { type: "integer", minimum: -9, maximum: 0 }, 0],
  ["a number above two bounds", { type: "number", minimum: -5, exclusiveMinimum: -5 }, 1],
  ["a multiple", { type: "integer", minimum: 12, multipleOf: 5 }, 15],
  ["a multiple of the least price", { type: "number", multipleOf: 0.01 }, 1],
  ["a share", { type: "number", minimum: 0, maximum: 0.5 }, 0.5],
  ["a boolean", { type: "boolean" }, true],
  ["a list", { type: "array", items: { type: "integer" } }, [1]],
  ["an object", { type: "object", properties: { a: { type: "string" } } }, { a: "example" }],
  ["an object without members", { type: "object" }, {}],
  ["a constant", { const: "a", type: "string" }, "a"],
  ["a default", { default: 0, type: "integer", minimum: 5 }, 0],
  ["the first of an enumeration", { enum: ["b", "a"] }, "b"],
  ["an example, before anything else", { examples: [7], enum: [1], const: 2, default: 3 }, 7],
  ["no example of an empty list", { examples: [], type: "integer" }, 1],
  [
    "the first of an enumeration, beside an empty list of examples",
    { examples: [], enum: ["b"] },
    "b",
  ],
  ["an example that is a list", { examples: [["a", "b"], ["c"]] }, ["a", "b"]],
  ["a type of which there is more than one", { type: ["string", "null"] }, null],
  ["members in place of a list of examples", { examples: { a: 1 }, type: "boolean" }, true],
  ["a multiple that is the minimum", { type: "integer", minimum: 15, multipleOf: 5 }, 15],
  ["a multiple of a large number", { type: "integer", multipleOf: 7 }, 7],
  ["a list of anything", { type: "array" }, [null]],
  ["the first variant of anyOf", { anyOf: [{ type: "integer" }, { type: "string" }] }, 1],
  ["the first variant of oneOf", { oneOf: [{ const: "a" }] }, "a"],
  ["anything", {}, null],
  ["a schema that is true", true, null],
  ["a schema that is missing", undefined, null],
  ["a schema that is null", null, null],
])("makes a sample of %s", (_what, schema, expected) => {
  expect(sample(schema)).toEqual(expected);
});

it.each([
  ["uuid", /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/],
  ["date-time", /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/],
  ["date", /^\d{4}-\d\d-\d\d$/],
  ["time", /^\d\d:\d\d:\d\dZ$/],
  ["email", /^\w+@example\.com$/],
  ["uri", /^https:\/\/example\.com\/$/],
])("makes a text of the format %s that fits it", (format, pattern) => {
  expect(sample({ type: "string", format })).toMatch(pattern);
});

it("ends in a schema that contains itself", () => {
  const tree: Record<string, unknown> = { type: "object" };
  tree["properties"] = { child: tree };

  expect(JSON.stringify(sample(tree)).match(/child/g)).toHaveLength(6);
});

it("counts a variant and a list as one level each", () => {
  const tree: Record<string, unknown> = {};
  tree["anyOf"] = [{ type: "array", items: tree }];

  expect(sample(tree)).toEqual([[[null]]]);
});
