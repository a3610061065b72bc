import * as v from "valibot";
import { describe, expect, it } from "vitest";
import type { SchemaIssue, StandardSchema } from "../../src/schema/standard-schema.ts";
import { otherViolation } from "../../src/validate/author-text.ts";

/** Returns the first issue of a value that does not fit. */
function issueOf(schema: StandardSchema, value: unknown): SchemaIssue {
  const { issues } = schema["~standard"].validate(value) as { issues: SchemaIssue[] };
  return issues[0] ?? { message: "The value fits." };
}

describe("otherViolation", () => {
  it("has the text that the author of a valibot schema wrote", () => {
    const issue = issueOf(v.pipe(v.string(), v.minLength(9, "Write more.")), "s3cr3t");

    expect(otherViolation("valibot", issue)).toEqual({ code: "invalid", text: "Write more." });
  });

  it.each<[string, StandardSchema, unknown]>([
    ["valibot's own", v.pipe(v.string(), v.minLength(9)), "s3cr3t"],
    ["valibot's own about a type", v.number(), "s3cr3t"],
    ["an author's that repeats the value", v.string(({ received }) => `Not ${received}.`), 7],
  ])("does not have a text that is %s", (_what, schema, value) => {
    expect(otherViolation("valibot", issueOf(schema, value))).toEqual({ code: "invalid" });
  });

  it.each(["arktype", "other"])(
    "does not have a text of %s, which may repeat the value",
    (vendor) => {
      expect(
        otherViolation(vendor, { message: "Write more.", received: "7" } as SchemaIssue),
      ).toEqual({
        code: "invalid",
      });
    },
  );
});
