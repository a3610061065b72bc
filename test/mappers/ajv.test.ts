import { ajv } from "express-backstop/mappers/ajv";
import { describe, expect, it } from "vitest";
import { hostileProxy, revokedProxy, throwingGetters } from "../support/hostile.ts";
import { blamed, mapError, type RequestMembers } from "../support/map-error.ts";

// The errors are recorded from Ajv 8; test/libraries/validators.test.ts has the real one.

const broken = (keyword: string, instancePath: string, params: object = {}) => ({
  instancePath,
  schemaPath: `#/${keyword}`,
  keyword,
  params,
  message: "must NOT be hunter2",
});

const body = { title: 7, tags: ["hunter2"] };
const isString = broken("type", "/title", { type: "string" });

/** Returns the field error of a keyword for a member of the body, which is a value that breaks it. */
function fieldOf(keyword: string, params: object, value: unknown): object | undefined {
  const thrown = [broken(keyword, "/field", params)];
  return mapError(ajv(), thrown, { body: { field: value } })?.errors[0];
}

const atField = { in: "body", pointer: "#/field" };

describe("ajv()", () => {
  it.each<[string, object, unknown, object]>([
    [
      "type",
      { type: "string" },
      7,
      { code: "wrong_type", detail: "must be a string", params: { type: "string" } },
    ],
    [
      "type",
      { type: ["string", "null"] },
      7,
      {
        code: "wrong_type",
        detail: "must be a string or null",
        params: { type: "string or null" },
      },
    ],
    ["type", {}, 7, { code: "wrong_type", detail: "has the wrong type" }],
    [
      "format",
      { format: "email" },
      "x",
      { code: "bad_format", detail: "is not a valid email", params: { format: "email" } },
    ],
    [
      "pattern",
      { pattern: "hunter2" },
      "x",
      { code: "bad_format", detail: "has the wrong format" },
    ],
    [
      "enum",
      { allowedValues: ["a", null, 1] },
      "x",
      {
        code: "not_one_of",
        detail: "must be one of: a, null, 1",
        params: { values: ["a", null, 1] },
      },
    ],
    [
      "enum",
      { allowedValues: [{ a: 1 }] },
      "x",
      { code: "not_one_of", detail: "is not one of the allowed values" },
    ],
    [
      "multipleOf",
      { multipleOf: 5 },
      7,
      { code: "not_multiple_of", detail: "must be a multiple of 5", params: { divisor: 5 } },
    ],
    [
      "anyOf",
      {},
      7,
      { code: "no_variant_matched", detail: "matches none of the allowed variants" },
    ],
    [
      "oneOf",
      { passingSchemas: null },
      7,
      { code: "no_variant_matched", detail: "matches none of the allowed variants" },
    ],
    [
      "oneOf",
      { passingSchemas: [0, 1] },
      7,
      { code: "several_variants_matched", detail: "matches more than one of the allowed variants" },
    ],
    [
      "minLength",
      { limit: 3 },
      "x",
      { code: "too_short", detail: "must have at least 3 characters", params: { minimum: 3 } },
    ],
    [
      "minItems",
      { limit: 3 },
      [1],
      { code: "too_short", detail: "must have at least 3 items", params: { minimum: 3 } },
    ],
    [
      "minProperties",
      { limit: 2 },
      {},
      { code: "too_short", detail: "must have at least 2 entries", params: { minimum: 2 } },
    ],
    [
      "maxLength",
      { limit: 1 },
      "xx",
      { code: "too_long", detail: "must have at most 1 character", params: { maximum: 1 } },
    ],
    [
      "maxItems",
      { limit: 1 },
      [1, 2],
      { code: "too_long", detail: "must have at most 1 item", params: { maximum: 1 } },
    ],
    [
      "maxProperties",
      { limit: 1 },
      { a: 1, b: 2 },
      { code: "too_long", detail: "must have at most 1 entry", params: { maximum: 1 } },
    ],
    [
      "minimum",
      { limit: 3 },
      2,
      { code: "too_small", detail: "must be at least 3", params: { minimum: 3 } },
    ],
    [
      "exclusiveMinimum",
      { limit: 3 },
      3,
      {
        code: "too_small",
        detail: "must be greater than 3",
        params: { minimum: 3, exclusive: true },
      },
    ],
    [
      "maximum",
      { limit: 3 },
      4,
      { code: "too_large", detail: "must be at most 3", params: { maximum: 3 } },
    ],
    [
      "exclusiveMaximum",
      { limit: 3 },
      3,
      { code: "too_large", detail: "must be less than 3", params: { maximum: 3, exclusive: true } },
    ],
    [
      "formatMinimum",
      { limit: "2020-01-01" },
      "2019-01-01",
      { code: "invalid", detail: "is not valid" },
    ],
    ["uniqueItems", { i: 1, j: 0 }, [1, 1], { code: "invalid", detail: "is not valid" }],
    ["maxContains", { limit: 1 }, [1, 1], { code: "invalid", detail: "is not valid" }],
    ["not", {}, 7, { code: "invalid", detail: "is not valid" }],
    ["false schema", {}, 7, { code: "invalid", detail: "is not valid" }],
    ["constructor", {}, 7, { code: "invalid", detail: "is not valid" }],
  ])("sends for %s %j, broken by %j, %j", (keyword, params, value, field) => {
    expect(fieldOf(keyword, params, value)).toEqual({ ...atField, ...field });
  });

  it.each<[string, object, string]>([
    ["required", { missingProperty: "slug" }, "body #/article/slug required"],
    ["additionalProperties", { additionalProperty: "a/b" }, "body #/article/a~1b unknown_member"],
    ["unevaluatedProperties", { unevaluatedProperty: "a/b" }, "body #/article/a~1b unknown_member"],
    [
      "dependentRequired",
      { property: "a/b", missingProperty: "slug" },
      "body #/article/slug required",
    ],
    ["dependencies", { property: "a/b", missingProperty: "slug" }, "body #/article/slug required"],
  ])("points for %s to the member that it is about", (keyword, params, expected) => {
    const thrown = [broken(keyword, "/article", params)];

    expect(blamed(ajv(), thrown, { body: { article: { "a/b": 1 } } })).toEqual([expected]);
  });

  it("does not send the value of const, which with $data is what the client sent as the password", () => {
    const thrown = [broken("const", "/again", { allowedValue: "hunter2" })];

    const mapped = mapError(ajv(), thrown, { body: { password: "hunter2", again: "x" } });

    expect(mapped?.errors).toEqual([
      {
        in: "body",
        pointer: "#/again",
        code: "not_one_of",
        detail: "is not one of the allowed values",
      },
    ]);
  });

  it("still compares the value of const with what the client sent", () => {
    const thrown = [broken("const", "/kind", { allowedValue: "a" })];

    expect(blamed(ajv(), thrown, { body: { kind: "a" } })).toBe(500);
  });

  it.each([
    ["/title", "#/title"],
    ["/a~1b~0c d", "#/a~1b~0c%20d"],
    ["/__proto__", "#/__proto__"],
    ["/a\u0000\n\u202e", "#/a%00%0A%E2%80%AE"],
    ["", "#"],
  ])("points for the path %j to %s", (instancePath, pointer) => {
    const value = JSON.parse(
      '{"title":7,"a/b~c d":7,"__proto__":7,"a\\u0000\\n\\u202e":7}',
    ) as object;

    const mapped = mapError(ajv(), [broken("not", instancePath), isString], { body: value });

    expect(mapped?.errors[0]?.pointer).toBe(pointer);
  });

  it.each<[string, unknown]>([
    ["is the list", [isString]],
    [
      "is a ValidationError of $async",
      Object.assign(new Error("validation failed"), { errors: [isString] }),
    ],
    ["has the list as its cause", new Error("invalid", { cause: [isString] })],
  ])("recognizes what %s", (_what, thrown) => {
    const mapped = mapError(ajv(), thrown, { body });

    expect(mapped).toMatchObject({ status: 400, context: { validator: "ajv" } });
    expect(mapped?.cause).toBe(thrown);
    expect(mapped?.shown).not.toContain("hunter2");
  });

  it.each<[string, RequestMembers, unknown]>([
    ["a wrong value in the body", { body }, ["body #/title wrong_type"]],
    ["a wrong value in the query", { query: { title: ["7"] } }, ["query #/title wrong_type"]],
    ["a wrong value in two parts", { query: { title: ["7"] }, body }, 500],
    ["a right value", { body: { title: "x" } }, 500],
    ["no value", { body: { tags: [] } }, 500],
  ])("with %s in the request is %j", (_what, request, expected) => {
    expect(blamed(ajv(), [isString], request)).toEqual(expected);
  });

  it.each<[string, RequestMembers, unknown]>([
    ["a body without it", { body: { tags: [] } }, ["body #/slug required"]],
    ["a body that has it", { body: { slug: 7 } }, 500],
    ["a query without it", { query: { q: "x" } }, 500],
  ])("with a required value and %s in the request is %j", (_what, request, expected) => {
    const thrown = [broken("required", "", { missingProperty: "slug" })];

    expect(blamed(ajv(), thrown, request)).toEqual(expected);
  });

  it("lists the first 50 of 10,000 issues, and counts all", () => {
    const thrown = Array.from({ length: 10_000 }, (_, index) => broken("not", `/tags/${index}`));
    const tags = thrown.map(() => "x");

    const mapped = mapError(ajv(), thrown, { body: { tags } });

    expect(mapped?.errors).toHaveLength(50);
    expect(mapped?.errorCount).toBe(10_000);
  });

  it.each<[string, unknown]>([
    ["an empty list", []],
    ["a list with something else in it", [isString, "x"]],
    ["a list with null in it", [isString, null]],
    ["an error without a keyword", [{ ...isString, keyword: "" }]],
    ["an error without a path in the schema", [{ ...isString, schemaPath: undefined }]],
    ["an error of Ajv 6, which has dataPath", [{ ...isString, instancePath: undefined }]],
    ["an error without params", [{ ...isString, params: undefined }]],
    ["an error whose params are null", [{ ...isString, params: null }]],
    ["a list of revoked proxies", [revokedProxy()]],
    ["a list of getters that throw", [throwingGetters({}, "keyword", "schemaPath", "params")]],
    ["a revoked list", revokedProxy([isString])],
    ["an error whose list is revoked", { errors: revokedProxy([isString]) }],
    ["a proxy that throws", hostileProxy([isString])],
    ["an AggregateError", new AggregateError([new Error("x")])],
  ])("does not recognize %s", (_what, thrown) => {
    expect(mapError(ajv(), thrown, { body })).toBeUndefined();
  });

  it.each<[string, object]>([
    ["enum", { allowedValues: revokedProxy([]) }],
    ["type", { type: revokedProxy([]) }],
    ["oneOf", { passingSchemas: revokedProxy([]) }],
    ["minLength", throwingGetters({}, "limit")],
  ])("survives params of %s that cannot be read", (keyword, params) => {
    expect(mapError(ajv(), [broken(keyword, "/title", params)], { body })?.status).toBe(400);
  });
});
