import { zod } from "express-backstop/mappers/zod";
import { describe, expect, it } from "vitest";
import { z as z4 } from "zod";
import { z as z3 } from "zod3";
import { hostileProxy, revokedProxy, throwingGetters } from "../support/hostile.ts";
import { blamed, mapError, type RequestMembers } from "../support/map-error.ts";

interface Schema {
  safeParse(value: unknown): { readonly error?: unknown };
}

const failure = (schema: Schema, value: unknown): unknown => schema.safeParse(value).error;

// Both versions have these functions; only what they are used for here is typed.
const versions: readonly (readonly [string, typeof z4])[] = [
  ["zod 4", z4],
  ["zod 3", z3 as unknown as typeof z4],
];

describe.each(versions)("zod() with %s", (_version, z) => {
  const article = z.object({ title: z.string(), tags: z.array(z.string().max(3)).optional() });

  it.each<[string, Schema, unknown, object]>([
    ["a wrong type", z.string(), 7, { code: "wrong_type", params: { type: "string" } }],
    ["a fraction", z.number().int(), 1.5, { code: "wrong_type", params: { type: "integer" } }],
    ["a short text", z.string().min(3), "x", { code: "too_short", params: { minimum: 3 } }],
    [
      "a long list",
      z.array(z.number()).max(1),
      [1, 2],
      { code: "too_long", params: { maximum: 1 } },
    ],
    [
      "a small number",
      z.number().gt(3),
      3,
      { code: "too_small", params: { minimum: 3, exclusive: true } },
    ],
    ["a large number", z.number().max(3), 4, { code: "too_large", params: { maximum: 3 } }],
    [
      "a wrong format",
      z.string().email(),
      "x",
      { code: "bad_format", params: { format: "email" } },
    ],
    ["a wrong pattern", z.string().regex(/hunter2/), "x", { code: "bad_format" }],
    ["a wrong literal", z.literal("a"), "x", { code: "not_one_of", params: { values: ["a"] } }],
    [
      "a wrong choice",
      z.enum(["a", "b"]),
      "x",
      { code: "not_one_of", params: { values: ["a", "b"] } },
    ],
    [
      "a wrong step",
      z.number().multipleOf(5),
      7,
      { code: "not_multiple_of", params: { divisor: 5 } },
    ],
    ["no variant", z.union([z.string(), z.number()]), true, { code: "no_variant_matched" }],
    ["a rule of the app", z.string().refine(() => false, "not hunter2"), "x", { code: "invalid" }],
  ])("tells of %s the code and the params", (_what, schema, value, expected) => {
    const body = { field: value };

    const mapped = mapError(zod(), failure(z.object({ field: schema as z4.ZodType }), body), {
      body,
    });

    const { detail: _detail, ...field } = mapped?.errors[0] ?? {};
    expect(field).toEqual({ in: "body", pointer: "#/field", ...expected });
    expect(mapped?.shown).not.toContain("hunter2");
  });

  it("names each unknown member, also one with the name of a member of every object", () => {
    const body = JSON.parse('{"title":"x","constructor":1,"__proto__":2,"a/b":3}') as object;

    expect(blamed(zod(), failure(article.strict(), body), { body })).toEqual(
      expect.arrayContaining(["body #/constructor unknown_member", "body #/a~1b unknown_member"]),
    );
  });

  it("names a value that is missing as required", () => {
    const body = { tags: [] };

    expect(mapError(zod(), failure(article, body), { body })?.errors).toEqual([
      { in: "body", pointer: "#/title", code: "required", detail: "is required" },
    ]);
  });

  it.each<[string, unknown, RequestMembers, unknown]>([
    [
      "the wrong value in the body",
      { title: 7 },
      { body: { title: 7 } },
      ["body #/title wrong_type"],
    ],
    [
      "the wrong value in the query",
      { title: ["7"] },
      { query: { title: ["7"] } },
      ["query #/title wrong_type"],
    ],
    [
      "the wrong value in two parts",
      { title: 7 },
      { query: { title: ["7"] }, body: { title: 7 } },
      500,
    ],
    ["a right value", { title: 7 }, { body: { title: "x" } }, 500],
    ["a missing value in place of null", { title: null }, { body: { tags: [] } }, 500],
    [
      "a missing value, as the validated object",
      {},
      { body: { tags: [] } },
      ["body #/title required"],
    ],
    [
      "one of two wrong values",
      { title: 7, tags: ["long"] },
      { body: { title: 7, tags: [] } },
      500,
    ],
    ["nothing", { title: 7 }, {}, 500],
  ])("with %s in the request is %4$j", (_what, parsed, request, expected) => {
    expect(blamed(zod(), failure(article, parsed), request)).toEqual(expected);
  });

  it("says only which library failed, and that no part of the request was validated, for an upstream", () => {
    const mapped = mapError(zod(), failure(article, { title: 7 }), { body: { title: "x" } });

    expect(mapped).toMatchObject({
      status: 500,
      code: "internal_error",
      context: { validator: "zod", validatedRequest: false },
    });
  });

  it("sends no text of the schema's author, who may quote the value", () => {
    const quoting = z.object({ title: z.string().refine(() => false, "hunter2 is taken") });
    const body = { title: "hunter2" };

    const mapped = mapError(zod(), failure(quoting, body), { body });

    expect(mapped?.errors[0]?.detail).toBe("is not valid");
    expect(mapped?.shown).not.toContain("hunter2");
  });

  it("lists the first 50 of 10,000 issues, and counts all", () => {
    const body = { title: "x", tags: Array.from({ length: 10_000 }, () => "long") };

    const mapped = mapError(zod(), failure(article, body), { body });

    expect(mapped?.errors).toHaveLength(50);
    expect(mapped?.errors[49]?.pointer).toBe("#/tags/49");
    expect(mapped?.errorCount).toBe(10_000);
  });

  it("lists the first 50 of 3,000 unknown members, and counts all", () => {
    const names = Array.from({ length: 3000 }, (_, index) => [`extra${index}`, 1]);
    const body = { title: "x", ...Object.fromEntries(names) } as object;

    const mapped = mapError(zod(), failure(article.strict(), body), { body });

    expect(mapped?.errors).toHaveLength(50);
    expect(mapped?.errorCount).toBe(3000);
  });

  it("compares the first 1,000 issues with the request", () => {
    const tags = Array.from({ length: 1001 }, () => "long");
    const thrown = failure(article, { title: "x", tags });

    expect(mapError(zod(), thrown, { body: { tags: tags.with(1000, "ok") } })?.status).toBe(400);
    expect(mapError(zod(), thrown, { body: { tags: tags.with(999, "ok") } })?.status).toBe(500);
  });

  it("finds the error that an error of the app wraps", () => {
    const body = { title: 7 };
    const thrown = new Error("outer", { cause: failure(article, body) });

    expect(mapError(zod(), thrown, { body })?.cause).toBe(thrown);
  });
});

describe("zod() with issues that were made by hand", () => {
  const body = { title: 7 };
  const isString = {
    code: "invalid_type",
    expected: "string",
    path: ["title"],
    message: "hunter2",
  };
  const zodError = (issues: unknown, name = "ZodError") =>
    Object.assign(new Error("x"), { name, issues });

  it.each(["ZodError", "$ZodError"])("recognizes the name %s", (name) => {
    expect(blamed(zod(), zodError([isString], name), { body })).toEqual([
      "body #/title wrong_type",
    ]);
  });

  it("leaves out what is not an issue", () => {
    const issues = [isString, null, "x", { path: ["a"] }, { code: "custom" }, revokedProxy()];

    expect(blamed(zod(), zodError(issues), { body })).toEqual(["body #/title wrong_type"]);
  });

  it("is a 500 if nothing is an issue", () => {
    expect(blamed(zod(), zodError([{}]), { body })).toBe(500);
  });

  it.each([
    ["undefined", ["body #/slug required"]],
    ["null", 500],
    ["string", 500],
    // What z.coerce makes of a missing value
    ["nan", ["body #/slug required"]],
    ["NaN", ["body #/slug required"]],
    ["Invalid Date", ["body #/slug required"]],
  ])("with a missing value that zod received as %s is %j", (received, expected) => {
    const issue = { ...isString, path: ["slug"], received };

    expect(blamed(zod(), zodError([issue]), { body })).toEqual(expected);
  });

  it("names a missing date that zod 3 could not convert as required", () => {
    const issue = { code: "invalid_date", path: ["at"], message: "Invalid date" };

    expect(blamed(zod(), zodError([issue]), { body })).toEqual(["body #/at required"]);
  });

  it("does not take an issue about a size for one about a missing value", () => {
    const issue = { code: "too_small", origin: "string", minimum: 1, path: ["slug"], message: "" };

    expect(blamed(zod(), zodError([issue]), { body })).toBe(500);
  });

  const circle: Record<string, unknown> = { code: "invalid_union", path: [], message: "" };
  circle["errors"] = [[circle]];

  it.each<[string, unknown]>([
    ["an error with another name", zodError([isString], "ZodValidationError")],
    ["an error without issues", zodError(undefined)],
    ["an error whose issues are an object", zodError({ 0: isString })],
    ["an error whose issues are revoked", zodError(revokedProxy([]))],
    ["an issue with getters that throw", zodError([throwingGetters({ ...isString }, "message")])],
    ["a union that contains itself", zodError([circle])],
    ["a revoked proxy", revokedProxy()],
    ["a proxy that throws", hostileProxy()],
    ["getters that throw", throwingGetters(new Error("x"), "name", "issues")],
  ])("does not recognize %s", (_what, thrown) => {
    expect(mapError(zod(), thrown, { body })).toBeUndefined();
  });
});
