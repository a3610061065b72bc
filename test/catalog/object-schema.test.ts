import { describe, expect, it } from "vitest";
import { objectSchema } from "../../src/catalog/object-schema.ts";
import { jsonSchemaOf } from "../../src/schema/json-schema.ts";
import { throwingGetters } from "../support/hostile.ts";

const schema = objectSchema({ limitBytes: "integer", table: "string" }, { allow: "strings" })[
  "~standard"
];

describe("objectSchema", () => {
  it.each([
    ["required members", { limitBytes: 7, table: "a" }],
    ["optional members", { limitBytes: 7, table: "", allow: [] }],
    ["a list of texts", { limitBytes: -1, table: "a", allow: ["GET", "HEAD"] }],
  ])("accepts %s", (_what, value) => {
    expect(schema.validate(value)).toEqual({ value });
  });

  it("drops members that it does not declare, and those that are undefined", () => {
    expect(schema.validate({ limitBytes: 7, table: "a", more: 1, allow: undefined })).toStrictEqual(
      {
        value: { limitBytes: 7, table: "a" },
      },
    );
  });

  it.each<[string, unknown, string[]]>([
    ["members that are missing", {}, ["limitBytes", "table"]],
    ["a number that is not an integer", { limitBytes: 1.5, table: "a" }, ["limitBytes"]],
    ["a number that is too large", { limitBytes: 2 ** 53, table: "a" }, ["limitBytes"]],
    ["null", { limitBytes: 1, table: null }, ["table"]],
    ["a list that holds a number", { limitBytes: 1, table: "a", allow: ["a", 1] }, ["allow"]],
    ["no object", 7, ["limitBytes", "table"]],
    ["undefined", undefined, ["limitBytes", "table"]],
  ])("refuses %s and names the members", (_what, value, names) => {
    expect(schema.validate(value)).toMatchObject({
      issues: names.map((name) => ({ path: [name] })),
    });
  });

  it("says which type a member must have", () => {
    expect(schema.validate({ limitBytes: "7", table: "a", allow: "GET" })).toEqual({
      issues: [
        { message: "must be of type integer", path: ["limitBytes"] },
        { message: "must be of type strings", path: ["allow"] },
      ],
    });
  });

  it("lets the error of a getter out", () => {
    expect(() => schema.validate(throwingGetters({ table: "a" }, "limitBytes"))).toThrow("getter");
  });

  it("has examples for documentation", () => {
    const withExample = objectSchema<{ limitBytes: number }>(
      { limitBytes: "integer" },
      {},
      {
        limitBytes: 1024,
      },
    );

    expect(jsonSchemaOf(withExample, "output")?.properties).toEqual({
      limitBytes: { type: "integer", examples: [1024] },
    });
  });

  it("describes itself as JSON Schema, on both sides", () => {
    const expected = {
      type: "object",
      properties: {
        limitBytes: { type: "integer" },
        table: { type: "string" },
        allow: { type: "array", items: { type: "string" } },
      },
      required: ["limitBytes", "table"],
    };
    const { jsonSchema } = schema as unknown as {
      jsonSchema: { input(): object; output(): object };
    };

    expect(jsonSchema.input()).toEqual(expected);
    expect(jsonSchema.output()).toEqual(expected);
  });
});
