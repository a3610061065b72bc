import { classValidator } from "express-backstop/mappers/class-validator";
import { describe, expect, it } from "vitest";
import { hostileProxy, revokedProxy, throwingGetters } from "../support/hostile.ts";
import { blamed, mapError, type RequestMembers } from "../support/map-error.ts";

// The shapes are recorded from class-validator 0.15; test/libraries/validators.test.ts has the real one.

interface Recorded {
  readonly target?: unknown;
  readonly property?: unknown;
  readonly value?: unknown;
  readonly constraints?: unknown;
  readonly children?: unknown;
}

const broken = (property: string, value: unknown, ...rules: readonly string[]): Recorded => ({
  property,
  value,
  children: [],
  constraints: Object.fromEntries(rules.map((rule) => [rule, `${property} is hunter2`])),
});

const inside = (property: string, children: readonly unknown[]): Recorded => ({
  property,
  children,
});

const body = { title: 7, tags: ["hunter2"] };
const isString = broken("title", 7, "isString");

function fieldOf(rule: string, value: unknown): object | undefined {
  const thrown = [broken("field", value, rule)];
  return mapError(classValidator(), thrown, { body: { field: value } })?.errors[0];
}

describe("classValidator()", () => {
  it.each<[string, unknown, object]>([
    ["isDefined", null, { code: "required", detail: "is required" }],
    ["isNotEmpty", "", { code: "too_short", detail: "must not be empty" }],
    ["arrayNotEmpty", [], { code: "too_short", detail: "must not be empty" }],
    ["whitelistValidation", 1, { code: "unknown_member", detail: "is not allowed" }],
    ["isString", 7, { code: "wrong_type", detail: "must be a string", params: { type: "string" } }],
    [
      "isNumber",
      "x",
      { code: "wrong_type", detail: "must be a number", params: { type: "number" } },
    ],
    [
      "isInt",
      1.5,
      { code: "wrong_type", detail: "must be an integer", params: { type: "integer" } },
    ],
    [
      "isBoolean",
      "x",
      { code: "wrong_type", detail: "must be a boolean", params: { type: "boolean" } },
    ],
    ["isArray", "x", { code: "wrong_type", detail: "must be an array", params: { type: "array" } }],
    [
      "isObject",
      "x",
      { code: "wrong_type", detail: "must be an object", params: { type: "object" } },
    ],
    [
      "nestedValidation",
      7,
      { code: "wrong_type", detail: "must be an object", params: { type: "object" } },
    ],
    ["isDate", "x", { code: "wrong_type", detail: "must be a date", params: { type: "date" } }],
    ["minLength", "x", { code: "too_short", detail: "is too short" }],
    ["arrayMinSize", [], { code: "too_short", detail: "is too short" }],
    ["maxLength", "x", { code: "too_long", detail: "is too long" }],
    ["arrayMaxSize", [1], { code: "too_long", detail: "is too long" }],
    ["min", 1, { code: "too_small", detail: "is too small" }],
    ["max", 1, { code: "too_large", detail: "is too large" }],
    [
      "isPositive",
      -1,
      {
        code: "too_small",
        detail: "must be greater than 0",
        params: { minimum: 0, exclusive: true },
      },
    ],
    [
      "isNegative",
      1,
      { code: "too_large", detail: "must be less than 0", params: { maximum: 0, exclusive: true } },
    ],
    [
      "isDivisibleBy",
      7,
      { code: "not_multiple_of", detail: "is not a multiple of the right number" },
    ],
    ["isIn", "x", { code: "not_one_of", detail: "is not one of the allowed values" }],
    ["isEnum", "x", { code: "not_one_of", detail: "is not one of the allowed values" }],
    ["matches", "x", { code: "bad_format", detail: "has the wrong format" }],
    [
      "isEmail",
      "x",
      { code: "bad_format", detail: "is not a valid email", params: { format: "email" } },
    ],
    ["isUrl", "x", { code: "bad_format", detail: "is not a valid URL", params: { format: "URL" } }],
    [
      "isUuid",
      "x",
      { code: "bad_format", detail: "is not a valid UUID", params: { format: "UUID" } },
    ],
    [
      "isIso8601",
      "x",
      {
        code: "bad_format",
        detail: "is not a valid ISO 8601 date",
        params: { format: "ISO 8601 date" },
      },
    ],
    [
      "isDateString",
      "x",
      {
        code: "bad_format",
        detail: "is not a valid ISO 8601 date",
        params: { format: "ISO 8601 date" },
      },
    ],
    [
      "isIp",
      "x",
      { code: "bad_format", detail: "is not a valid IP address", params: { format: "IP address" } },
    ],
    [
      "isPhoneNumber",
      "x",
      {
        code: "bad_format",
        detail: "is not a valid phone number",
        params: { format: "phone number" },
      },
    ],
    ["isLength", "x", { code: "invalid", detail: "is not valid" }],
    ["IsFreeSlug", "x", { code: "invalid", detail: "is not valid" }],
    ["toString", "x", { code: "invalid", detail: "is not valid" }],
  ])("sends for the rule %s, broken by %j, %j", (rule, value, field) => {
    expect(fieldOf(rule, value)).toEqual({ in: "body", pointer: "#/field", ...field });
  });

  it("lists each rule of a value, and the values inside of others", () => {
    const request = { body: { title: "x", authors: [{ email: "y" }] } };
    const thrown = [
      broken("title", "x", "minLength", "isEmail"),
      inside("authors", [inside("0", [broken("email", "y", "isEmail")])]),
    ];

    expect(blamed(classValidator(), thrown, request)).toEqual([
      "body #/title too_short",
      "body #/title bad_format",
      "body #/authors/0/email bad_format",
    ]);
  });

  it.each<[string, unknown]>([
    ["is the list", [isString]],
    ["has the list as its cause", new Error("invalid", { cause: [isString] })],
  ])("recognizes what %s, and sends neither its texts nor the value", (_what, thrown) => {
    const mapped = mapError(classValidator(), thrown, { body });

    expect(mapped).toMatchObject({ status: 400, context: { validator: "class-validator" } });
    expect(mapped?.cause).toBe(thrown);
    expect(mapped?.shown).not.toContain("hunter2");
  });

  it.each<[string, Recorded, RequestMembers, unknown]>([
    [
      "the object that was validated",
      { ...isString, target: body },
      { query: { title: "7" }, body },
      ["body #/title wrong_type"],
    ],
    [
      "an object with the same wrong value",
      { ...isString, target: {} },
      { body: { title: 7 } },
      ["body #/title wrong_type"],
    ],
    ["another wrong value", isString, { body: { title: 8 } }, 500],
    ["the wrong value in two parts", isString, { query: { title: "7" }, body }, 500],
    [
      "a right value in place of a missing one",
      broken("title", undefined, "isString"),
      { body },
      500,
    ],
    ["a missing value", broken("slug", undefined, "isString"), { body }, ["body #/slug required"]],
    ["a missing value that came with the default", broken("slug", "", "isNotEmpty"), { body }, 500],
    ["nothing", isString, {}, 500],
  ])("with %s in the request is %3$j", (_what, error, request, expected) => {
    expect(blamed(classValidator(), [error], request)).toEqual(expected);
  });

  it("says only which library failed, and that no part of the request was validated, for a configuration", () => {
    expect(mapError(classValidator(), [isString], {})).toMatchObject({
      status: 500,
      code: "internal_error",
      context: { validator: "class-validator", validatedRequest: false },
    });
  });

  it("lists the first 50 of 10,000 issues, and counts all", () => {
    const thrown = Array.from({ length: 10_000 }, (_, index) => broken(`f${index}`, 7, "isString"));
    const fields = Object.fromEntries(
      thrown.map(({ property, value }) => [String(property), value]),
    );

    const mapped = mapError(classValidator(), thrown, { body: fields });

    expect(mapped?.errors).toHaveLength(50);
    expect(mapped?.errorCount).toBe(10_000);
  });

  it.each([
    [["isString"], ["body #/self wrong_type"]],
    [[], ["body # invalid"]],
  ])(
    "ends in errors that contain themselves three times, and break the rules %j",
    (rules, expected) => {
      const children: object[] = [];
      const target = { self: 7 };
      const circle = { ...broken("self", 7, ...rules), children, target };
      children.push(circle, circle, circle);

      expect(blamed(classValidator(), [circle], { body: target })).toEqual(expected);
    },
  );

  it("looks at most 20 levels deep", () => {
    let error = broken("f21", 7, "isString");
    for (let level = 20; level >= 1; level -= 1)
      error = { ...broken(`f${level}`, 7, "isString"), children: [error] };

    const mapped = mapError(classValidator(), [{ ...error, target: body }], { body });

    expect(mapped?.errors).toHaveLength(20);
  });

  it.each<[string, unknown]>([
    ["an empty list", []],
    ["a list with something else in it", [isString, "x"]],
    [
      "the error of an unknown class, which has no property",
      [{ constraints: { unknownValue: "x" }, children: [] }],
    ],
    ["an error without rules and children", [{ property: "title", value: 7 }]],
    ["an error whose rules are a text", [{ property: "title", constraints: "isString" }]],
    ["an error that is not in a list", isString],
    ["a list of Ajv", [{ keyword: "type", instancePath: "", schemaPath: "#/type", params: {} }]],
    ["a list of express-validator", [{ type: "field", path: "title", location: "body", msg: "x" }]],
    ["a revoked list", revokedProxy([isString])],
    ["a proxy that throws", hostileProxy([isString])],
    ["a list of revoked proxies", [revokedProxy()]],
    ["a list of getters that throw", [throwingGetters({}, "property", "constraints", "children")]],
  ])("does not recognize %s", (_what, thrown) => {
    expect(mapError(classValidator(), thrown, { body })).toBeUndefined();
  });

  it.each<[string, Recorded]>([
    ["rules that are revoked", { property: "title", constraints: revokedProxy() }],
    ["children that are revoked", { ...isString, children: revokedProxy([]) }],
    ["children that are something else", { ...isString, children: [null, "x", {}] }],
    ["a value that throws", { ...isString, value: throwingGetters({}, "a") }],
  ])("survives %s", (_what, error) => {
    expect(mapError(classValidator(), [{ ...error, target: body }], { body })?.errors).toHaveLength(
      1,
    );
  });
});
