import { defineErrors } from "express-backstop";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { z } from "zod";

describe("snapshot", () => {
  it("does not depend on the order of declarations, members or required names", () => {
    const gone = { title: "Gone away", status: 410 } as const;
    const first = defineErrors({
      gone_away: gone,
      taken_away: { status: 409, title: "Taken", data: z.object({ b: z.int(), a: z.int() }) },
    });
    const second = defineErrors({
      taken_away: { title: "Taken", data: z.object({ a: z.int(), b: z.int() }), status: 409 },
      gone_away: gone,
    });

    expect(first.snapshot()).toBe(second.snapshot());
  });

  it("has the type that a declaration names, since clients depend on it", () => {
    const declared = { status: 403, title: "Out of credit" } as const;
    const own = defineErrors({ out_of_credit: { ...declared, type: "https://example.com/a" } });

    expect(own.snapshot()).toContain('"type": "https://example.com/a"');
    expect(defineErrors({ out_of_credit: declared }).snapshot()).not.toContain('"type"');
  });

  it("keeps the order of lists that are not names", () => {
    const of = (...values: [z.ZodType, z.ZodType]) =>
      defineErrors({
        any_code: { status: 409, title: "A", data: z.object({ a: z.union(values) }) },
      }).snapshot();

    expect(of(z.string(), z.int())).not.toBe(of(z.int(), z.string()));
  });

  const before = defineErrors({ any_code: { status: 410, title: "Gone away" } });
  const status = defineErrors({ any_code: { status: 409, title: "Gone away" } });
  const title = defineErrors({ any_code: { status: 410, title: "Another" } });
  const members = defineErrors({
    any_code: { status: 410, title: "Gone away", data: z.object({}) },
  });

  it.each([
    ["the status", status],
    ["the title", title],
    ["the members", members],
  ])("changes with %s", (_what, after) => {
    expect(after.snapshot()).not.toBe(before.snapshot());
  });

  it("does not change with description, fix and detail, which clients do not rely on", () => {
    const declared = { status: 410 as const, title: "Gone away" };
    const texts = { description: "When.", fix: "How.", detail: "Why." };

    expect(defineErrors({ any_code: { ...declared, ...texts } }).snapshot()).toBe(
      defineErrors({ any_code: declared }).snapshot(),
    );
  });

  it("says which library declares members that it cannot describe", () => {
    const errors = defineErrors({
      any_code: { status: 409, title: "A", data: v.object({ a: v.string() }) },
    });

    expect(JSON.parse(errors.snapshot())).toEqual({
      any_code: { status: 409, title: "A", members: "described by valibot" },
    });
  });

  it("ends with a line break, as formatters want files to", () => {
    expect(defineErrors({}).snapshot()).toBe("{}\n");
  });
});
