import { type } from "arktype";
import * as v from "valibot";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import type { SchemaIssue, StandardSchema } from "../../src/schema/standard-schema.ts";
import { collectWarnings } from "../support/warnings.ts";

const warnings = collectWarnings();

// Each test has a copy of the source that has loaded nothing yet.
beforeEach(() => {
  vi.resetModules();
});

describe("the conversion of a library's issues", () => {
  it.each<[string, StandardSchema, string]>([
    ["valibot", v.object({ title: v.pipe(v.string(), v.minLength(3)) }), "too_short"],
    ["arktype", type({ title: "string >= 3" }), "too_short"],
  ])("of %s is loaded for the first schema, and the first check waits for it", async (...row) => {
    const [vendor, schema, code] = row;
    const { check, codeOf } = await freshCheck(schema);

    const first = check({ title: "a" });
    expect(first).toBeInstanceOf(Promise);
    expect(codeOf(vendor, await first)).toBe(code);

    expect(codeOf(vendor, check({ title: "a" }))).toBe(code);
    expect(check({ title: "abc" })).toEqual({ kind: "valid", value: { title: "abc" } });
  });

  it("of zod is there from the start", async () => {
    const { check, codeOf } = await freshCheck(z.object({ title: z.string().min(3) }));

    expect(codeOf("zod", check({ title: "a" }))).toBe("too_short");
  });

  it("keeps the error of a schema that fails while it is loaded", async () => {
    const failing = v.pipeAsync(
      v.unknown(),
      v.checkAsync(() => Promise.reject(new Error("no"))),
    );
    const { check } = await freshCheck(failing);

    expect(await check("a")).toMatchObject({ kind: "failed", error: { message: "no" } });
  });

  it("that cannot be loaded, as where a bundler has left it out, is warned of and done without", async () => {
    vi.doMock("../../src/validate/other-vendors.ts", () => {
      throw new Error("left out");
    });
    const { check, codeOf } = await freshCheck(v.string());

    expect(codeOf("valibot", await check(1))).toBe("invalid");
    await expect
      .poll(() => warnings)
      .toEqual([
        expect.objectContaining({
          code: "BACKSTOP_VENDOR_MISSING",
          message: expect.stringContaining("The code for valibot could not be loaded: "),
        }),
      ]);
    vi.doUnmock("../../src/validate/other-vendors.ts");
  });
});

async function freshCheck(schema: StandardSchema) {
  const { toSchemaCheck } = await import("../../src/validate/schema-check.ts");
  const { toPlacedIssues, toVendorViolation } =
    await import("../../src/validate/vendor-violation.ts");
  return {
    check: toSchemaCheck(schema),
    codeOf(vendor: string, outcome: unknown) {
      const [first] = (outcome as { issues: SchemaIssue[] }).issues;
      const { placed } = toPlacedIssues(vendor, first ?? { message: "" }, 50);
      return toVendorViolation(vendor, placed[0]?.issue ?? { message: "" }).code;
    },
  };
}
