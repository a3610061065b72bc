import { yup } from "express-backstop/mappers/yup";
import { describe, expect, it } from "vitest";
import { hostileProxy, revokedProxy, throwingGetters } from "../support/hostile.ts";
import { blamed, mapError, type RequestMembers } from "../support/map-error.ts";

// The shapes are recorded from yup 1; test/libraries/validators.test.ts has the real one.

interface Broken {
  readonly type?: string;
  readonly path?: string;
  readonly params?: object;
}

const broken = (
  type: string,
  path: string,
  originalValue?: unknown,
  params: object = {},
): Broken => ({
  type,
  path,
  params: { value: originalValue, originalValue, path, ...params },
});

function yupError(value: unknown, inner: readonly unknown[], own: Broken = {}): Error {
  const members = { value, inner, errors: ["title is not hunter2"], ...own };
  return Object.assign(new Error("title is not hunter2"), { name: "ValidationError" }, members);
}

const body = { title: 7, tags: ["hunter2"] };
const isString = broken("typeError", "title", 7, { type: "string" });

/** Returns the field error of one broken rule for a member of the body. */
function fieldOf(type: string, value: unknown, params: object): object | undefined {
  const validated = { field: value };
  const thrown = yupError(validated, [broken(type, "field", value, params)]);
  const {
    in: part,
    pointer,
    ...field
  } = mapError(yup(), thrown, { body: validated })?.errors[0] ?? {};
  expect([part, pointer]).toEqual(["body", "#/field"]);
  return field;
}

describe("yup()", () => {
  it.each<[string, unknown, object, object]>([
    [
      "required",
      "",
      {},
      { code: "too_short", detail: "must have at least 1 character", params: { minimum: 1 } },
    ],
    ["required", null, {}, { code: "required", detail: "is required" }],
    ["optionality", undefined, {}, { code: "required", detail: "is required" }],
    [
      "typeError",
      "x",
      { type: "number" },
      { code: "wrong_type", detail: "must be a number", params: { type: "number" } },
    ],
    [
      "integer",
      1.5,
      {},
      { code: "wrong_type", detail: "must be an integer", params: { type: "integer" } },
    ],
    [
      "min",
      "x",
      { min: 3 },
      { code: "too_short", detail: "must have at least 3 characters", params: { minimum: 3 } },
    ],
    [
      "min",
      [],
      { min: 1 },
      { code: "too_short", detail: "must have at least 1 item", params: { minimum: 1 } },
    ],
    [
      "min",
      2,
      { min: 3 },
      { code: "too_small", detail: "must be at least 3", params: { minimum: 3 } },
    ],
    [
      "min",
      3,
      { more: 3 },
      {
        code: "too_small",
        detail: "must be greater than 3",
        params: { minimum: 3, exclusive: true },
      },
    ],
    ["min", new Date(0), { min: new Date(1) }, { code: "too_small", detail: "is too small" }],
    [
      "max",
      "xxxx",
      { max: 3 },
      { code: "too_long", detail: "must have at most 3 characters", params: { maximum: 3 } },
    ],
    [
      "max",
      [1, 2],
      { max: 1 },
      { code: "too_long", detail: "must have at most 1 item", params: { maximum: 1 } },
    ],
    [
      "max",
      4,
      { max: 3 },
      { code: "too_large", detail: "must be at most 3", params: { maximum: 3 } },
    ],
    [
      "max",
      3,
      { less: 3 },
      { code: "too_large", detail: "must be less than 3", params: { maximum: 3, exclusive: true } },
    ],
    ["max", new Date(1), { max: new Date(0) }, { code: "too_large", detail: "is too large" }],
    [
      "email",
      "x",
      { regex: /x/ },
      { code: "bad_format", detail: "is not a valid email", params: { format: "email" } },
    ],
    [
      "url",
      "x",
      {},
      { code: "bad_format", detail: "is not a valid url", params: { format: "url" } },
    ],
    [
      "uuid",
      "x",
      {},
      { code: "bad_format", detail: "is not a valid uuid", params: { format: "uuid" } },
    ],
    ["matches", "x", { regex: /y/ }, { code: "bad_format", detail: "has the wrong format" }],
    ["length", "x", { length: 3 }, { code: "invalid", detail: "is not valid" }],
    ["nullable", null, {}, { code: "invalid", detail: "is not valid" }],
    ["article-slug", "x", {}, { code: "invalid", detail: "is not valid" }],
  ])("sends for the rule %s, broken by %j with %j, %j", (type, value, params, field) => {
    expect(fieldOf(type, value, params)).toEqual(field);
  });

  it.each([
    ["number", "min", "3", 3, { min: 5 }, { code: "too_small", detail: "must be at least 5" }],
    ["number", "max", "30", 30, { max: 5 }, { code: "too_large", detail: "must be at most 5" }],
    [
      "string",
      "min",
      7,
      "7",
      { min: 3 },
      { code: "too_short", detail: "must have at least 3 characters" },
    ],
    [
      "array",
      "max",
      "a,b",
      ["a", "b"],
      { max: 1 },
      { code: "too_long", detail: "must have at most 1 item" },
    ],
  ])(
    "says of a %s which the rule %s refuses what it says of the converted value: %j is %j",
    (_type, type, sent, value, params, field) => {
      expect(fieldOf(type, sent, { value, ...params })).toMatchObject(field);
    },
  );

  it("does not send what oneOf allows: it may be another member of the body, such as the password", () => {
    const params = { values: "Ref(password)", resolved: ["hunter2"] };

    expect(fieldOf("oneOf", "x", params)).toEqual({
      code: "not_one_of",
      detail: "is not one of the allowed values",
    });
  });

  it.each([
    ["title", "#/title"],
    ["tags[0]", "#/tags/0"],
    ['["a.b"].c', "#/a.b/c"],
    ["it's", "#/it's"],
    ['["a.b"].q"q', "#/a.b/q%22q"],
    ["constructor", "#/constructor"],
    ["a/b~\u0000\n", "#/a~1b~0%00%0A"],
    ["", "#"],
  ])("points for the path %j to %s", (path, pointer) => {
    const thrown = yupError(body, [broken("length", path, 7)]);

    expect(mapError(yup(), thrown, { body })?.errors[0]?.pointer).toBe(pointer);
  });

  it("names each member that the schema does not know", () => {
    const unknown = broken("noUnknown", "article", {}, { unknown: "admin, role" });
    const validated = { article: { admin: true, role: "hunter2" } };

    expect(blamed(yup(), yupError(validated, [unknown]), { body: validated })).toEqual([
      "body #/article/admin unknown_member",
      "body #/article/role unknown_member",
    ]);
  });

  it("reads the error itself if yup stopped at the first issue", () => {
    expect(blamed(yup(), yupError(body, [], isString), { body })).toEqual([
      "body #/title wrong_type",
    ]);
  });

  it.each<[string, RequestMembers, unknown]>([
    ["the object that was validated", { query: { title: 7 }, body }, ["body #/title wrong_type"]],
    ["the wrong value in the body", { body: { title: 7 } }, ["body #/title wrong_type"]],
    [
      "the text of the wrong value in the query",
      { query: { title: "7" } },
      ["query #/title wrong_type"],
    ],
    [
      "the wrong value in a path parameter",
      { params: { title: "7" } },
      ["params #/title wrong_type"],
    ],
    ["another wrong value", { body: { title: 8 } }, 500],
    ["another type with the same text", { body: { title: true } }, 500],
    ["the wrong value in two places", { query: { title: "7" }, body: { title: 7 } }, 500],
    ["the wrong value elsewhere", { body: { article: { title: 7 } } }, 500],
    ["nothing", {}, 500],
  ])("with %s in the request is %j", (_what, request, expected) => {
    const original = request.body === body ? body : structuredClone(body);

    expect(blamed(yup(), yupError(original, [isString]), request)).toEqual(expected);
  });

  it.each<[string, RequestMembers, unknown]>([
    ["a body without it", { body: { tags: [] } }, ["body #/title required"]],
    [
      "a body that is empty, which the client sent",
      { body: {}, headers: { "content-length": "2" } },
      ["body #/title required"],
    ],
    ["no body, for which body-parser leaves an empty object", { body: {} }, 500],
    ["a body that has it", { body: { title: "x" } }, 500],
    ["a query without it", { query: { q: "x" } }, 500],
  ])("with only a missing value and %s is %j", (_what, request, expected) => {
    const missing = { type: "optionality", path: "title", params: { path: "title" } };

    expect(blamed(yup(), yupError({}, [missing]), request)).toEqual(expected);
  });

  it("says only which library failed, and that no part of the request was validated, for an upstream", () => {
    const thrown = yupError({}, [isString]);

    expect(mapError(yup(), thrown, { body: { title: "x" } })).toMatchObject({
      status: 500,
      code: "internal_error",
      context: { validator: "yup", validatedRequest: false },
    });
  });

  it("sends neither the value nor a text of yup", () => {
    const inner = [
      isString,
      broken("email", "tags[0]", "hunter2"),
      broken("oneOf", "tags", "hunter2"),
    ];

    const mapped = mapError(yup(), yupError(body, inner), { body });

    expect(mapped?.errors).toHaveLength(3);
    expect(mapped?.shown).not.toContain("hunter2");
  });

  it("lists the first 50 of 10,000 issues, and counts all", () => {
    const inner = Array.from({ length: 10_000 }, (_, index) => broken("email", `tags[${index}]`));

    const mapped = mapError(yup(), yupError(body, inner), { body });

    expect(mapped?.errors).toHaveLength(50);
    expect(mapped?.errorCount).toBe(10_000);
  });

  it("leaves out what is not an error, and reads one that throws as invalid in an unknown place", () => {
    const inner = ["x", null, isString, revokedProxy()];

    expect(blamed(yup(), yupError(body, inner), { body })).toEqual([
      "body #/title wrong_type",
      "body # invalid",
    ]);
  });

  it.each<[string, unknown]>([
    ["an error of joi", Object.assign(new Error("x"), { name: "ValidationError", details: [] })],
    [
      "an error of Mongoose",
      Object.assign(new Error("x"), { name: "ValidationError", errors: { a: {} } }),
    ],
    [
      "an error without the list of texts",
      Object.assign(yupError(body, [isString]), { errors: {} }),
    ],
    [
      "an error without the list of errors",
      Object.assign(yupError(body, []), { inner: undefined }),
    ],
    ["an error with another name", Object.assign(yupError(body, [isString]), { name: "Error" })],
    [
      "an error whose list is revoked",
      Object.assign(yupError(body, []), { inner: revokedProxy([]) }),
    ],
    ["a revoked proxy", revokedProxy()],
    ["a proxy that throws", hostileProxy()],
    ["getters that throw", throwingGetters({}, "name", "inner", "errors")],
  ])("does not recognize %s", (_what, thrown) => {
    expect(mapError(yup(), thrown, { body })).toBeUndefined();
  });
});
