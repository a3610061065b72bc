import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { z as z3 } from "zod3";
import { declaredData, publicData, receivedData } from "../../src/catalog/public-data.ts";
import type { StandardSchema } from "../../src/schema/standard-schema.ts";

const schema = z.looseObject({ articleId: z.string(), tries: z.coerce.number().optional() });
const recursive = z.looseObject({
  id: z.string(),
  get parent() {
    return recursive.optional();
  },
});
const schemaOf = (validate: (value: unknown) => unknown) =>
  ({ "~standard": { version: 1, vendor: "own", validate } }) as StandardSchema;

describe("publicData", () => {
  const toPublicData = publicData("article_gone", schema);

  it("keeps declared members alone, even where the schema keeps others", () => {
    expect(toPublicData({ articleId: "a", secret: 1 })).toEqual({ articleId: "a" });
  });

  it.each<[string, StandardSchema]>([
    [
      "a member that JSON Schema cannot express",
      z.looseObject({ id: z.string(), at: z.symbol().optional() }),
    ],
    ["a date", z.looseObject({ id: z.string(), at: z.date().optional() })],
    ["variants", z.union([z.looseObject({ n: z.number() }), z.looseObject({ id: z.string() })])],
    [
      "discriminated variants that JSON Schema cannot express",
      z.discriminatedUnion("id", [
        z.looseObject({ id: z.literal("a"), at: z.date().optional() }),
        z.looseObject({ id: z.literal("b") }),
      ]),
    ],
    ["two parts", z.intersection(z.looseObject({ id: z.string() }), z.looseObject({}))],
    ["null as a variant", z.looseObject({ id: z.string() }).nullable()],
    ["an id", z.looseObject({ id: z.string() }).meta({ id: "PublicDataWithId" })],
    ["members like itself", recursive],
    ["a schema of zod 3", z3.object({ id: z3.string() }).passthrough()],
    ["a schema of valibot", v.looseObject({ id: v.string() })],
  ])("keeps declared members alone with %s", (_what, loose) => {
    expect(publicData("a", loose)({ id: "a", password: "hunter2" })).toEqual({ id: "a" });
    expect(declaredData({ code: "a", data: loose }, { id: "a", more: 1 })).toEqual({ id: "a" });
  });

  it.each<[string, StandardSchema]>([
    ["a record", z.record(z.string(), z.unknown())],
    [
      "a record as a variant",
      z.union([z.object({ n: z.number() }), z.record(z.string(), z.string())]),
    ],
    ["a transformation", z.looseObject({}).transform((all) => all)],
  ])("keeps every member of %s, which names none", (_what, open) => {
    expect(publicData("a", open)({ more: "1" })).toEqual({ more: "1" });
  });

  it("returns what the schema made of the members", () => {
    expect(toPublicData({ articleId: "a", tries: "7" })).toEqual({ articleId: "a", tries: 7 });
  });

  it("keeps every member of a schema that has no JSON Schema", () => {
    expect(publicData("a", v.looseObject({}))({ more: 1 })).toEqual({ more: 1 });
  });

  it.each<[string, StandardSchema, unknown, string]>([
    [
      "wrong data",
      schema,
      { articleId: 5 },
      "errors.a: data does not fit its schema at articleId.",
    ],
    ["no data", schema, undefined, "at its root."],
    ["wrong data inside", z.object({ a: z.array(z.string()) }), { a: ["hunter2", 5] }, "at a.1."],
    ["a promise", schemaOf(async () => ({ value: {} })), {}, "must be synchronous"],
    [
      "a rejection",
      schemaOf(() => Promise.reject(new Error("hunter2"))),
      {},
      "must be synchronous",
    ],
    ["a text in place of an object", z.string(), "hunter2", "must return an object"],
    ["a list", z.array(z.string()), ["hunter2"], "errors.a: its schema must return an object."],
    ["null", z.null(), null, "must return an object."],
    ["a number", z.number(), 7, "must return an object."],
    ["a reserved member", v.looseObject({}), { status: "hunter2" }, 'reserved member "status"'],
  ])("throws a TypeError for %s, and repeats no value", (_what, of, data, message) => {
    const convert = (): unknown => publicData("a", of)(data);

    expect(convert).toThrow(TypeError);
    expect(convert).toThrow(message);
    expect(convert).not.toThrow("hunter2");
  });

  it("names a place by the keys of its segments, as valibot has them", () => {
    const path = [{ key: "tags" }, { key: 1 }, "name"];
    const convert = publicData(
      "x",
      schemaOf(() => ({ issues: [{ message: "", path }] })),
    );

    expect(() => convert({})).toThrow("errors.x: data does not fit its schema at tags.1.name.");
  });

  it("names at most five places, each once", () => {
    const issues = ["a", "a", "b", "c", "d", "e", "f"].map((key) => ({ message: "", path: [key] }));
    const convert = publicData(
      "x",
      schemaOf(() => ({ issues })),
    );

    expect(() => convert({})).toThrow(/ at a, b, c, d\.$/);
  });
});

describe("declaredData", () => {
  it.each<[string, StandardSchema | undefined, object, object | undefined]>([
    ["the declared members", schema, { articleId: "a", status: 404, more: 1 }, { articleId: "a" }],
    ["undefined where they do not fit", schema, { articleId: 5 }, undefined],
    ["nothing where nothing is declared", undefined, { articleId: "a" }, {}],
    [
      "members of a schema that refuses others",
      z.strictObject({ a: z.int() }),
      { a: 1, b: 2 },
      { a: 1 },
    ],
  ])("returns %s", (_what, data, members, expected) => {
    expect(declaredData({ code: "a", data }, { ...members })).toEqual(expected);
  });
});

describe("receivedData", () => {
  const declared = { code: "article_gone", status: 410, typeBase: undefined, data: schema };
  const members = { type: "/problems/article_gone", articleId: "a" };

  it.each<[string, object, number, object, object | undefined]>([
    ["the declared problem", {}, 410, {}, { articleId: "a" }],
    [
      "a type below another base",
      {},
      410,
      { type: "https://b.example/#article_gone" },
      { articleId: "a" },
    ],
    ["another status", {}, 404, {}, undefined],
    ["another type", {}, 410, { type: "/problems/gone" }, undefined],
    ["no type", {}, 410, { type: undefined }, undefined],
    [
      "the type that is declared",
      { type: "https://example.com/gone" },
      410,
      { type: "https://example.com/gone" },
      { articleId: "a" },
    ],
    [
      "another type than the declared one",
      { type: "https://example.com/gone" },
      410,
      {},
      undefined,
    ],
    [
      "the declared base",
      { typeBase: "https://a.example/" },
      410,
      { type: "https://a.example/article_gone" },
      { articleId: "a" },
    ],
    ["another base than the declared one", { typeBase: "https://a.example/" }, 410, {}, undefined],
    [
      "validation_failed as 422",
      { code: "validation_failed", status: 400 },
      422,
      { type: "/validation_failed" },
      { articleId: "a" },
    ],
  ])("of %s", (_what, declaration, status, received, expected) => {
    expect(
      receivedData({ ...declared, ...declaration }, status, { ...members, ...received }),
    ).toEqual(expected);
  });
});
