import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import * as mini from "zod/mini";
import { z as z3 } from "zod3";
import { isDepthBounded, isSynchronous } from "../../../src/validate/zod/internals.ts";

const Tree = z.object({
  name: z.string(),
  get children() {
    return z.array(Tree);
  },
});

const immediate: readonly (readonly [string, unknown])[] = [
  ["an article", z.object({ title: z.string().min(1).max(9), tags: z.array(z.string()).max(3) })],
  ["formats", z.object({ at: z.iso.datetime(), mail: z.email(), id: z.string().uuid() })],
  ["numbers", z.tuple([z.int().positive(), z.number().multipleOf(2), z.bigint().min(1n)])],
  ["a union", z.union([z.literal("a"), z.enum(["b"]), z.null()]).optional()],
  ["tagged variants", z.discriminatedUnion("kind", [z.object({ kind: z.literal("a") })])],
  ["defaults", z.object({ page: z.coerce.number().default(1), size: z.number().prefault(2) })],
  ["a record", z.record(z.string(), z.boolean().nullable()).readonly()],
  ["an intersection", z.intersection(z.strictObject({}), z.looseObject({}))],
  ["text that is trimmed", z.string().trim().toLowerCase()],
  ["one that contains itself", Tree],
  ["one of zod/mini", mini.object({ name: mini.string().check(mini.minLength(1)) })],
];

const waiting: readonly (readonly [string, unknown])[] = [
  ["a refinement", z.object({ a: z.string().refine(async () => true) })],
  ["a refinement that says no word of it", z.array(z.string().refine(() => true))],
  ["a check", z.string().check(() => {})],
  [
    "a transformation",
    z.record(
      z.string(),
      z.string().transform(async (text) => text),
    ),
  ],
  ["a pipe", z.union([z.string().pipe(z.string())])],
  ["a preprocessor", z.preprocess(async (value) => value, z.string())],
  ["a promise", z.tuple([z.promise(z.string())])],
  ["a format of one's own", z.object({ id: z.stringFormat("id", async () => true) })],
  ["a custom schema", z.custom<string>(() => true)],
  ["one that falls back", z.string().catch("none")],
  ["one that is not there yet", z.lazy(() => z.string())],
  ["the members beside those declared", z.object({}).catchall(z.string().refine(() => true))],
  [
    "the rest of a tuple",
    z.tuple(
      [z.string()],
      z.string().refine(() => true),
    ),
  ],
  [
    "a member that may be missing",
    z.object({
      a: z
        .string()
        .refine(() => true)
        .optional(),
    }),
  ],
  [
    "the second half of an intersection",
    z.intersection(z.object({}), z.object({ a: z.string().refine(() => true) })),
  ],
  ["one of zod 3", z3.string()],
  ["none", undefined],
];

describe("a schema of zod", () => {
  it.each(immediate)("of %s is synchronous", (_what, schema) => {
    expect(isSynchronous(schema)).toBe(true);
  });

  it.each(waiting)("with %s may be asynchronous", (_what, schema) => {
    expect(isSynchronous(schema)).toBe(false);
  });
});

const Tag = z.object({ name: z.string() });

it.each([
  ["an article", z.object({ title: z.string().min(1), tags: z.array(z.string()) })],
  ["one with the same part in two places", z.strictObject({ first: Tag, others: z.array(Tag) })],
  ["a text that is refined", z.object({ title: z.string().refine(() => true) })],
])("recognizes that %s is of limited depth", (_what, schema) => {
  expect(isDepthBounded(schema)).toBe(true);
});

it.each([
  ["one that contains itself", Tree],
  ["one that contains one that contains itself", z.array(Tree)],
  ["one that takes anything", z.object({ extra: z.unknown() })],
  ["one that takes anything in a list", z.array(z.any())],
  ["one that keeps what it does not know", z.looseObject({})],
  ["one whose parts come later", z.lazy(() => Tag)],
  ["one that transforms", z.object({ tag: Tag.transform((tag) => tag) })],
  ["one of another library", v.object({})],
])("does not claim it of %s", (_what, schema) => {
  expect(isDepthBounded(schema)).toBe(false);
});
