import * as v from "valibot";
import { expect, it } from "vitest";
import { z } from "zod";
import { isDepthBounded } from "../../src/validate/zod/internals.ts";

const Tree = z.object({
  get children() {
    return z.array(Tree);
  },
});
const Tag = z.object({ name: z.string() });

it.each([
  ["an article", z.object({ title: z.string().min(1), tags: z.array(z.string()) })],
  ["one with the same part in two places", z.strictObject({ first: Tag, others: z.array(Tag) })],
  ["a text that is refined", z.object({ title: z.string().refine(() => true) })],
])("knows that %s looks no deeper than it is", (_what, schema) => {
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
])("does not know it of %s", (_what, schema) => {
  expect(isDepthBounded(schema)).toBe(false);
});
