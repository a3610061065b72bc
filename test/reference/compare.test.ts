import type { Request, Response } from "express";
import express from "express";
import { type AnyErrorCatalog, defineErrors } from "express-backstop";
import { operation } from "express-backstop/openapi";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { changeRules } from "../../src/reference/change.ts";
import { compareMembers } from "../../src/reference/compare-members.ts";
import { compareReferences } from "../../src/reference/compare.ts";
import { toReference } from "../../src/reference/reference.ts";
import { read } from "../docs/pages.ts";

const quota = {
  status: 429,
  title: "Quota used up",
  description: "Too many articles were written today.",
  fix: "Wait until tomorrow.",
} as const;
const data = z.object({
  limit: z.int().max(100),
  plan: z.enum(["free", "team"]),
  note: z.string().max(80).optional(),
  uses: z.array(z.object({ day: z.string() })),
});
const taken = { status: 409, title: "Title taken" } as const;

/** The catalog before each change. */
const before = defineErrors({ quota_used_up: { ...quota, data }, title_taken: taken });

/** Returns a catalog; the declarations here are not typed one by one. */
function catalogOf(specs: Readonly<Record<string, object>>): AnyErrorCatalog {
  return defineErrors(specs as never);
}

const changed = (spec: object) =>
  catalogOf({ quota_used_up: { ...quota, data, ...spec }, title_taken: taken });
const withData = (change: Parameters<typeof data.extend>[0]) =>
  changed({ data: data.extend(change) });

/** An app whose operation declares these errors. */
function appWith(path: string, ...errors: readonly (typeof before.title_taken)[]): object {
  const app = express();
  app.post(path, operation({ errors }), (_req: Request, res: Response) => {
    res.end();
  });
  return app;
}

const declares = appWith("/articles", before.title_taken);
const typeBase = "/problems/";
const reference = toReference(before, { typeBase, app: declares });

describe("a change of a catalog", () => {
  it.each([
    [
      "a code is gone",
      "breaking code-removed title_taken",
      catalogOf({ quota_used_up: { ...quota, data } }),
    ],
    [
      "a status is another",
      "breaking status-changed quota_used_up",
      changed({ status: 403, retry: "later" }),
    ],
    [
      "a type is another",
      "breaking type-changed quota_used_up",
      changed({ type: "https://example.com/quota" }),
    ],
    [
      "a member is gone",
      "breaking member-removed quota_used_up.note",
      changed({ data: data.omit({ note: true }) }),
    ],
    [
      "all members are gone",
      "breaking member-removed quota_used_up.limit",
      changed({ data: undefined }),
    ],
    [
      "a member may be absent",
      "breaking member-optional quota_used_up.limit",
      withData({ limit: z.int().max(100).optional() }),
    ],
    [
      "a required member is new",
      "breaking member-required quota_used_up.used",
      withData({ used: z.int() }),
    ],
    [
      "an optional member is required",
      "breaking member-required quota_used_up.note",
      withData({ note: z.string().max(80) }),
    ],
    [
      "a member has another type",
      "breaking member-widened quota_used_up.limit",
      withData({ limit: z.string() }),
    ],
    [
      "an integer is any number",
      "breaking member-widened quota_used_up.limit",
      withData({ limit: z.number().min(-9007199254740991).max(100) }),
    ],
    [
      "a member may be null",
      "breaking member-widened quota_used_up.note",
      withData({ note: z.string().max(80).nullable().optional() }),
    ],
    [
      "a member has one more value",
      "breaking member-widened quota_used_up.plan",
      withData({ plan: z.enum(["free", "team", "firm"]) }),
    ],
    [
      "a largest number grows",
      "breaking member-widened quota_used_up.limit",
      withData({ limit: z.int().max(1000) }),
    ],
    [
      "a largest length is gone",
      "breaking member-widened quota_used_up.note",
      withData({ note: z.string().optional() }),
    ],
    [
      "a member of an item is gone",
      "breaking member-removed quota_used_up.uses[].day",
      withData({ uses: z.array(z.object({})) }),
    ],
    [
      "a code is new",
      "compatible code-added new_code",
      catalogOf({
        quota_used_up: { ...quota, data },
        title_taken: taken,
        new_code: { status: 404, title: "New" },
      }),
    ],
    [
      "a title is another",
      "compatible title-changed quota_used_up",
      changed({ title: "Quota exhausted" }),
    ],
    [
      "a description is another",
      "compatible texts-changed quota_used_up",
      changed({ description: "Ten articles a day." }),
    ],
    ["a text is gone", "compatible texts-changed quota_used_up", changed({ fix: undefined })],
    [
      "a retry is advised no longer",
      "compatible retry-changed quota_used_up",
      changed({ retry: "never" }),
    ],
    [
      "an optional member is new",
      "compatible member-added quota_used_up.more",
      withData({ more: z.string().optional() }),
    ],
    [
      "a member has one value less",
      "compatible member-narrowed quota_used_up.plan",
      withData({ plan: z.enum(["free"]) }),
    ],
    [
      "a largest length is new",
      "compatible member-narrowed quota_used_up.note",
      withData({ note: z.string().max(40).optional() }),
    ],
    [
      "nothing but the order",
      undefined,
      catalogOf({ title_taken: taken, quota_used_up: { ...quota, data } }),
    ],
  ])("is judged where %s", (_what, expected, catalog) => {
    const changes = compareReferences(reference, toReference(catalog, { typeBase, app: declares }));

    const judged = changes.map(
      ({ breaking, rule, place }) => `${breaking ? "breaking" : "compatible"} ${rule} ${place}`,
    );
    expect(judged[0]).toBe(expected);
  });

  it.each([
    [
      "an operation declares one more code",
      "breaking operation-code-added POST /articles",
      appWith("/articles", before.title_taken, before.quota_used_up as never),
    ],
    [
      "an operation is gone",
      "breaking operation-removed POST /articles",
      appWith("/drafts", before.title_taken),
    ],
    [
      "an operation declares one code less",
      "compatible operation-code-removed POST /articles",
      appWith("/articles"),
    ],
  ])("is judged where %s", (_what, expected, app) => {
    const [first] = compareReferences(reference, toReference(before, { typeBase, app }));

    expect(
      first && `${first.breaking ? "breaking" : "compatible"} ${first.rule} ${first.place}`,
    ).toBe(expected);
  });

  it("is judged where an operation is new", () => {
    const changes = compareReferences({ ...reference, operations: {} }, reference);

    expect(changes).toMatchObject([
      { rule: "operation-added", breaking: false, place: "POST /articles" },
    ]);
  });

  it("is not judged by its operations where one reference was made without an app", () => {
    expect(compareReferences(reference, toReference(before, { typeBase }))).toEqual([]);
    expect(compareReferences(toReference(before, { typeBase }), reference)).toEqual([]);
  });

  it("comes first where it is breaking", () => {
    const catalog = catalogOf({ a_new_code: taken, title_taken: { ...taken, title: "Taken" } });

    const changes = compareReferences(reference, toReference(catalog, { typeBase }));

    expect(changes.map(({ breaking }) => breaking)).toEqual([true, false, false]);
  });

  it("is found between snapshots of a catalog too", () => {
    const [old, current] = [before, changed({ status: 403 })].map((catalog) => ({
      errors: JSON.parse(catalog.snapshot()) as (typeof reference)["errors"],
    }));

    expect(old && current && compareReferences(old, current)).toMatchObject([
      { rule: "status-changed", text: "429 became 403" },
    ]);
  });

  it("is not found in the texts that a snapshot does not have", () => {
    const errors = JSON.parse(before.snapshot()) as (typeof reference)["errors"];

    expect(compareReferences({ errors }, reference)).toEqual([]);
    expect(compareReferences(reference, { errors })).toEqual([]);
  });

  it("is not taken for another code whose name every object has", () => {
    const odd = catalogOf({ constructor: { status: 404, title: "Odd" } });

    const changes = compareReferences(toReference(odd, { typeBase }), { errors: {} });

    expect(changes).toMatchObject([{ rule: "code-removed", place: "constructor" }]);
  });
});

describe("a change of a schema", () => {
  it.each([
    ["a number becomes an integer", { type: "number" }, { type: "integer" }, ["member-narrowed"]],
    ["an integer becomes a number", { type: "integer" }, { type: "number" }, ["member-widened"]],
    [
      "one of two types is left",
      { type: ["string", "null"] },
      { type: "string" },
      ["member-narrowed"],
    ],
    ["a smallest number falls", { minimum: 1 }, { minimum: 0 }, ["member-widened"]],
    [
      "a smallest number rises",
      { exclusiveMinimum: 0 },
      { exclusiveMinimum: 1 },
      ["member-narrowed"],
    ],
    [
      "an alternative is new",
      { anyOf: [{ type: "string" }] },
      { anyOf: [{ type: "string" }, { type: "null" }] },
      ["member-widened"],
    ],
    ["a pattern is another", { pattern: "a" }, { pattern: "b" }, ["member-widened"]],
    [
      "the name of another type is one more value",
      { enum: ["number"] },
      { enum: ["number", "integer"] },
      ["member-widened"],
    ],
    [
      "the items of a list may be anything now",
      { type: "array", items: { type: "string" } },
      { type: "array" },
      ["member-widened"],
    ],
    [
      "the items of a list have a type now",
      { type: "array" },
      { type: "array", items: { type: "string" } },
      ["member-narrowed"],
    ],
    [
      "the values of a map have another type",
      { additionalProperties: { type: "integer" } },
      { additionalProperties: { type: "string" } },
      ["member-widened"],
    ],
    [
      "it closes or opens to other members",
      { additionalProperties: {} },
      { additionalProperties: false },
      [],
    ],
    ["a largest number falls", { maximum: 2 }, { maximum: 1 }, ["member-narrowed"]],
    [
      "a largest exclusive number rises",
      { exclusiveMaximum: 1 },
      { exclusiveMaximum: 2 },
      ["member-widened"],
    ],
    ["a smallest length falls", { minLength: 2 }, { minLength: 1 }, ["member-widened"]],
    ["a divisor is another", { multipleOf: 2 }, { multipleOf: 4 }, ["member-widened"]],
    [
      "a variant is gone",
      { oneOf: [{ const: 1 }, { const: 2 }] },
      { oneOf: [{ const: 2 }] },
      ["member-narrowed"],
    ],
    [
      "only what it notes is other",
      { deprecated: true, $comment: "a", readOnly: true, default: 1, examples: [1] },
      { default: 2 },
      [],
    ],
    ["only what identifies it is other", { $id: "a", id: "a", $schema: "a" }, { $id: "b" }, []],
    [
      "a list of types has another order",
      { type: ["string", "null"] },
      { type: ["null", "string"] },
      [],
    ],
    ["it is described no longer", { type: "string" }, undefined, ["member-widened"]],
    ["it is described now", undefined, { type: "string" }, ["member-narrowed"]],
    ["a library describes it now", { type: "string" }, "described by arktype", ["member-widened"]],
    [
      "a library describes it no longer",
      "described by arktype",
      { type: "string" },
      ["member-widened"],
    ],
    [
      "all of it was described by a library that is gone",
      "described by arktype",
      undefined,
      ["member-widened"],
    ],
    [
      "only the order of its rules is another",
      { type: "string", minLength: 1 },
      { minLength: 1, type: "string" },
      [],
    ],
    [
      "its required names are not a list",
      { properties: { a: {} }, required: "a" },
      { properties: { a: {} } },
      [],
    ],
    ["only its words are others", { title: "a", description: "b" }, { title: "c" }, []],
    ["a library describes it", "described by valibot", "described by valibot", []],
    [
      "another library describes it",
      "described by valibot",
      "described by arktype",
      ["member-widened"],
    ],
  ])("is judged where %s", (_what, old, current, rules) => {
    expect(compareMembers(old, current, "code.member").map(({ rule }) => rule)).toEqual(rules);
  });

  it("is one change where a library describes it that has no JSON Schema", () => {
    const [old, current] = [{ type: "string", minLength: 1 }, "described by arktype"];

    for (const changes of [
      compareMembers(old, current, "code.member"),
      compareMembers(current, old, "code.member"),
    ]) {
      expect(changes).toMatchObject([{ text: "the schema changed, and it cannot be compared" }]);
    }
  });

  it("has a text with the rule and its values, and the place", () => {
    const old = { minLength: 1, additionalProperties: { type: "integer" } };
    const current = { maxLength: 2, additionalProperties: { type: "number" } };

    expect(compareMembers(old, current, "code.member")).toEqual([
      {
        rule: "member-widened",
        breaking: true,
        place: "code.member.*",
        text: 'type: "integer" became "number"',
      },
      {
        rule: "member-widened",
        breaking: true,
        place: "code.member",
        text: "minLength: 1 became none",
      },
      {
        rule: "member-narrowed",
        breaking: false,
        place: "code.member",
        text: "maxLength: none became 2",
      },
    ]);
  });

  it("says what became of each member", () => {
    const old = { properties: { gone: {}, always: {}, sometimes: {} }, required: ["always"] };
    const current = {
      properties: { always: {}, sometimes: {}, more: {}, needed: {} },
      required: ["sometimes", "needed"],
    };

    expect(
      compareMembers(old, current, "code").map(({ place, text }) => `${place}: ${text}`),
    ).toEqual([
      "code.gone: it is gone",
      "code.always: it was always there and may be absent now",
      "code.sometimes: it was optional and is required now",
      "code.more: it is new",
      "code.needed: it is new and required",
    ]);
  });
});

it("has a row on its page for each rule, which says whether it breaks", () => {
  const rows = [
    ...read("docs/errors-command.md").matchAll(/^\| `([a-z-]+)` \| (breaking|compatible) \|/gm),
  ];

  expect(Object.fromEntries(rows.map(([, rule, word]) => [rule, word === "breaking"]))).toEqual(
    changeRules,
  );
});
