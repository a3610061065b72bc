import { type } from "arktype";
import { arktype, statusProperty, superstruct, valibot } from "express-backstop/mappers";
import * as s from "superstruct";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { answer, secret } from "./support/answer.ts";

const mappers = [valibot(), arktype(), superstruct(), statusProperty({ expose: true })];

const sent = { title: 7, tags: ["ok", secret.repeat(5)] };
const valibotArticle = v.object({
  title: v.string(),
  tags: v.array(v.pipe(v.string(), v.maxLength(20))),
});
const arktypeArticle = type({ title: "string", tags: "(string <= 20)[]" });

const post = (value: object) => (api: Parameters<NonNullable<Parameters<typeof answer>[2]>>[0]) =>
  api.post("/secrets/1").send(value);

/** The error of each library for a rule, as `#/value code: detail`, and its parameters. */
async function refusal(validate: (value: unknown) => unknown, value: unknown) {
  const { status, body: problem } = await answer(
    mappers,
    (req) => validate(req.body),
    post({ value }),
  );
  const [error] = problem.errors ?? [];
  return { status, error: `${error?.code}: ${error?.detail}`, params: error?.params };
}

describe("valibot", () => {
  it.each<[string, v.GenericSchema, unknown, string, object | undefined]>([
    [
      "a list of values",
      v.picklist(["a", "b"]),
      "c",
      "not_one_of: must be one of: a, b",
      { values: ["a", "b"] },
    ],
    [
      "the author's text, which it does not send",
      v.pipe(v.string(), v.email(`not ${secret}`)),
      "a",
      "bad_format: is not a valid email",
      { format: "email" },
    ],
    ["a rule of the app", v.custom(() => false), 7, "invalid: is not valid", undefined],
    [
      "the key of a record",
      v.record(v.pipe(v.string(), v.minLength(3)), v.any()),
      { ab: 1 },
      "too_short: must have at least 3 characters",
      { minimum: 3 },
    ],
  ])("makes a 400 of %s", async (_rule, schema, value, error, params) => {
    const validate = (body: unknown) => v.parse(v.object({ value: schema }), body);

    expect(await refusal(validate, value)).toEqual({ status: 400, error, params });
  });

  it("names a member that is not allowed", async () => {
    const { body: problem } = await answer(
      mappers,
      (req) => v.parse(v.strictObject({ title: v.number() }), req.body),
      post(sent),
    );

    expect(problem.errors).toMatchObject([{ pointer: "#/tags", code: "unknown_member" }]);
  });

  it("makes a 400 of a copy of the body, by the wrong values in the same places", async () => {
    const { status } = await answer(
      mappers,
      (req) => v.parse(valibotArticle, { ...req.body, now: Date.now() }),
      post(sent),
    );

    expect(status).toBe(400);
  });

  it("makes a 400 of the body that a schema has transformed", async () => {
    const parsed = v.pipe(
      v.object({ size: v.string() }),
      v.transform(({ size }) => ({ size: Number(size) })),
      v.object({ size: v.pipe(v.number(), v.minValue(3)) }),
    );

    const { body: problem } = await answer(
      mappers,
      (req) => v.parse(parsed, req.body),
      post({ size: "2" }),
    );

    expect(problem.errors).toMatchObject([{ pointer: "#/size", code: "too_small" }]);
  });

  it("keeps a 500 for one path parameter, which is not the object of all of them", async () => {
    const { status } = await answer(mappers, (req) => v.parse(v.picklist(["a"]), req.params["id"]));

    expect(status).toBe(500);
  });
});

describe("ArkType", () => {
  it.each<[string, object, unknown, string, object | undefined]>([
    [
      "a list of values",
      type("'a' | 'b'"),
      "c",
      "not_one_of: must be one of: a, b",
      { values: ["a", "b"] },
    ],
    [
      "a format",
      type("string.email"),
      "a",
      "bad_format: is not a valid email",
      { format: "email" },
    ],
    [
      "several rules",
      type("string > 3 & /^a/"),
      "b",
      "bad_format: has the wrong format",
      undefined,
    ],
    [
      "a rule of the app",
      type("number").narrow((_, rule) => rule.mustBe(`not ${secret}`)),
      7,
      "invalid: is not valid",
      undefined,
    ],
  ])("makes a 400 of %s", async (_rule, schema, value, error, params) => {
    const validate = (body: unknown) => type({ value: schema as type.Any }).assert(body);

    expect(await refusal(validate, value)).toEqual({ status: 400, error, params });
  });

  it("names a member that is not allowed", async () => {
    const { body: problem } = await answer(
      mappers,
      (req) => type({ title: "number", "+": "reject" }).assert(req.body),
      post(sent),
    );

    expect(problem.errors).toMatchObject([{ pointer: "#/tags", code: "unknown_member" }]);
  });

  it("makes a 400 of a copy of the body, by the wrong values in the same places", async () => {
    const { status } = await answer(
      mappers,
      (req) => arktypeArticle.assert({ ...req.body, now: Date.now() }),
      post(sent),
    );

    expect(status).toBe(400);
  });
});

describe("superstruct", () => {
  const limits = { minimum: 2, maximum: 2 };

  it.each<[string, s.Struct<any, any>, unknown, string, object | undefined]>([
    ["a minimum", s.min(s.number(), 3), 2.5, "too_small: must be at least 3", { minimum: 3 }],
    [
      "an exclusive minimum, which it does not tell",
      s.min(s.number(), 3, { exclusive: true }),
      3,
      "too_small: is too small",
      undefined,
    ],
    ["a maximum", s.max(s.integer(), -3), 2, "too_large: must be at most -3", { maximum: -3 }],
    [
      "the range of a number",
      s.size(s.number(), 3, 5),
      6,
      "too_large: must be at most 5",
      { maximum: 5 },
    ],
    [
      "a number below its range",
      s.size(s.number(), 3, 5),
      2,
      "too_small: must be at least 3",
      { minimum: 3 },
    ],
    [
      "a size",
      s.size(s.string(), 2, 5),
      "a",
      "too_short: must have at least 2 characters",
      { minimum: 2 },
    ],
    [
      "an exact size",
      s.size(s.array(), 2),
      [1, 2, 3],
      "too_long: must have exactly 2 items",
      limits,
    ],
    [
      "an empty text",
      s.nonempty(s.string()),
      "",
      "too_short: must have at least 1 character",
      { minimum: 1 },
    ],
    [
      "a list that is not empty",
      s.empty(s.array()),
      [1],
      "too_long: must have at most 0 items",
      { maximum: 0 },
    ],
    [
      "a pattern",
      s.pattern(s.string(), /q/),
      `${secret}-a`,
      "bad_format: has the wrong format",
      undefined,
    ],
    ["an integer", s.integer(), 1.5, "wrong_type: must be an integer", { type: "integer" }],
    ["a tuple", s.tuple([s.string()]), 7, "wrong_type: must be an array", { type: "array" }],
    [
      "a list of values",
      s.enums(["a", "b"]),
      "c",
      "not_one_of: is not one of the allowed values",
      undefined,
    ],
    [
      "a union",
      s.union([s.string(), s.boolean()]),
      7,
      "no_variant_matched: matches none of the allowed variants",
      undefined,
    ],
    [
      "a type of the app",
      s.define("Slug", () => `not ${secret}`),
      "a",
      "invalid: is not valid",
      undefined,
    ],
    [
      "a rule of the app",
      s.refine(s.string(), "odd", () => `not ${secret}`),
      "a",
      "invalid: is not valid",
      undefined,
    ],
  ])("makes a 400 of %s", async (_rule, struct, value, error, params) => {
    const validate = (body: unknown) => s.assert(body, s.object({ value: struct }));

    expect(await refusal(validate, value)).toEqual({ status: 400, error, params });
  });

  it("names a member that is not allowed, and one that is missing", async () => {
    const { body: problem } = await answer(
      mappers,
      (req) => s.assert(req.body, s.object({ title: s.number(), size: s.number() })),
      post(sent),
    );

    expect(problem.errors).toMatchObject([
      { pointer: "#/size", code: "required" },
      { pointer: "#/tags", code: "unknown_member" },
    ]);
  });

  it("names the first failure where a rule of the app throws at the next one", async () => {
    const failing = s.define<string>("failing", () => {
      throw new Error("The rule failed.");
    });

    const { status, body: problem } = await answer(
      mappers,
      (req) => s.assert(req.body, s.object({ title: s.string(), tags: failing })),
      post(sent),
    );

    expect(status).toBe(400);
    expect(problem.errors).toMatchObject([{ pointer: "#/title", code: "wrong_type" }]);
  });

  it("makes a 400 of the body that it has coerced", async () => {
    const trimmed = s.object({ title: s.size(s.trimmed(s.string()), 3, 9) });

    const { body: problem } = await answer(
      mappers,
      (req) => s.create(req.body, trimmed),
      post({ title: "ab" }),
    );

    expect(problem.errors).toMatchObject([{ pointer: "#/title", code: "too_short" }]);
  });
});
