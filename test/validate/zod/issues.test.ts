import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { z as z3 } from "zod3";
import type { SchemaIssue, StandardSchema } from "../../../src/schema/standard-schema.ts";
import { closestVariant, expandIssue } from "../../../src/validate/zod/issues.ts";

const pathsOf = (vendor: string, issue: SchemaIssue, limit = 50) =>
  expandIssue(vendor, issue, limit).placed.map(({ path }) => path.join("."));

async function issueOf(schema: StandardSchema, value: unknown): Promise<SchemaIssue> {
  const { issues } = (await schema["~standard"].validate(value)) as { issues?: SchemaIssue[] };
  if (!issues?.[0]) throw new Error("The value fits the schema.");
  return issues[0];
}

describe.each([
  ["zod 4", z as unknown as typeof z3],
  ["zod 3", z3],
])("expandIssue with %s", (_name, library) => {
  const strict = library.object({ a: library.object({}).strict() });
  const shapes = library.union([
    library.object({ kind: library.literal("circle"), radius: library.number() }),
    library.object({
      kind: library.literal("box"),
      width: library.number(),
      height: library.number(),
    }),
  ]);

  it("makes one issue of each unknown member", async () => {
    const issue = await issueOf(strict, { a: { b: 1, c: 2 } });

    expect(pathsOf("zod", issue)).toEqual(["a.b", "a.c"]);
  });

  it("counts the issues beyond the limit", async () => {
    const issue = await issueOf(strict, { a: { b: 1, c: 2, d: 3 } });

    expect(expandIssue("zod", issue, 2)).toMatchObject({ placed: [{}, {}], total: 3 });
  });

  it("takes the variant with the right literal, though another has fewer issues", async () => {
    const issue = await issueOf(library.object({ shape: shapes }), { shape: { kind: "box" } });

    expect(pathsOf("zod", issue)).toEqual(["shape.width", "shape.height"]);
  });

  it("keeps the issue of a union when no variant is closer than the others", async () => {
    const issue = await issueOf(library.union([library.string(), library.number()]), {});

    expect(expandIssue("zod", issue, 50)).toEqual({ placed: [{ path: [], issue }], total: 1 });
  });
});

describe("expandIssue", () => {
  it("reads the paths of another library", async () => {
    const issue = await issueOf(v.object({ a: v.array(v.string()) }), { a: ["a", 1] });

    expect(pathsOf("valibot", issue)).toEqual(["a.1"]);
  });

  it("does not interpret issues of another library that look like those of zod", () => {
    const issue = { message: "no", code: "unrecognized_keys", keys: ["a"], path: ["b"] };

    expect(pathsOf("own", issue)).toEqual(["b"]);
  });

  it("takes the issues of an item whose key is not a name, such as that of a map", async () => {
    const schema = z.object({ m: z.map(z.boolean(), z.object({ n: z.number() })) });
    const issue = await issueOf(schema, { m: new Map([[true, { n: "x" }]]) });

    expect(pathsOf("zod", issue)).toEqual(["m.n"]);
  });

  it.each([
    ["unknown members that are not named", { code: "unrecognized_keys" }],
    ["a refinement with members of its own", { code: "custom", keys: ["b"] }],
    ["a refinement with no fields", { code: "custom", params: { fields: [] } }],
    ["a union without variants", { code: "invalid_union" }],
    ["a map without issues", { code: "invalid_element" }],
  ])("keeps an issue of %s", (_what, members) => {
    const issue = { message: "no", path: ["a"], ...members };

    expect(pathsOf("zod", issue)).toEqual(["a"]);
  });

  it("counts the issues of a variant beyond the limit, those of unknown members too", () => {
    const wrong = { code: "invalid_type", path: ["a"], message: "no" };
    const unknown = { code: "unrecognized_keys", path: [], keys: ["b", "c", "d"], message: "no" };
    const unionOf = (...variant: readonly object[]) =>
      ({ code: "invalid_union", path: ["u"], errors: [variant], message: "no" }) as SchemaIssue;
    const expand = (...variant: readonly object[]) => {
      const { placed, total } = expandIssue("zod", unionOf(...variant), 2);
      return [...placed.map(({ path }) => path.join(".")), total];
    };

    expect(expand(wrong, wrong)).toEqual(["u.a", "u.a", 2]);
    expect(expand(wrong, wrong, wrong, wrong)).toEqual(["u.a", "u.a", 4]);
    expect(expand(wrong, unknown)).toEqual(["u.a", "u.b", 4]);
    expect(expand(unknown, wrong, wrong)).toEqual(["u.b", "u.c", 5]);
  });

  it("follows unions in unions for ten levels", () => {
    let issue: object = { code: "invalid_type", path: ["leaf"], message: "no" };
    for (let level = 0; level < 20; level += 1) {
      issue = { code: "invalid_union", path: ["a"], message: "no", errors: [[issue]] };
    }

    expect(pathsOf("zod", issue as SchemaIssue)).toEqual(["a.".repeat(11).slice(0, -1)]);
  });
});

describe("closestVariant", () => {
  const wrong = { code: "invalid_type", path: ["a"], message: "no" };
  const literal = { code: "invalid_value", path: ["kind"], message: "no" };
  const whole = { code: "invalid_type", path: [], message: "no" };
  const unknownMember = { code: "unrecognized_keys", path: [], message: "no" };
  const refined = { code: "custom", path: [], message: "no" };
  const deepLiteral = { code: "invalid_value", path: ["a", "kind"], message: "no" };
  const unionOf = (...errors: readonly (readonly object[])[]) => ({
    code: "invalid_union",
    path: [],
    message: "no",
    errors,
  });

  it.each<[string, readonly (readonly object[])[], readonly object[] | undefined]>([
    ["the one with fewer issues", [[wrong, wrong], [wrong]], [wrong]],
    ["the one with the right literal", [[literal], [wrong, wrong]], [wrong, wrong]],
    ["the one that is of the right type", [[whole], [wrong, wrong]], [wrong, wrong]],
    ["the one with an unknown member", [[whole], [unknownMember]], [unknownMember]],
    ["the one with a refinement", [[whole], [refined]], [refined]],
    [
      "the one that is of the right type, though another has fewer issues",
      [
        [whole, wrong],
        [wrong, wrong, wrong],
      ],
      [wrong, wrong, wrong],
    ],
    [
      "the one with the wrong literal of an inner object",
      [[deepLiteral], [wrong, wrong]],
      [deepLiteral],
    ],
    [
      "a union that is close itself",
      [[whole], [unionOf([wrong], [whole])]],
      [unionOf([wrong], [whole])],
    ],
    [
      "no union of which all variants are of another type",
      [[wrong, wrong], [unionOf([whole], [whole])]],
      [wrong, wrong],
    ],
    ["no variant without issues", [[], [wrong]], [wrong]],
    ["undefined for two that are equally close", [[wrong], [wrong]], undefined],
    ["undefined where all are of another type", [[whole], [whole]], undefined],
    ["undefined for a union without variants", [], undefined],
  ])("returns %s", (_what, errors, expected) => {
    expect(closestVariant({ message: "no", errors } as never, 0)).toEqual(expected);
  });

  it("returns undefined for a union that does not list its variants", () => {
    expect(closestVariant({ message: "no" }, 0)).toBeUndefined();
  });
});
