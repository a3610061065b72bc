import { describe, expect, it } from "vitest";
import type { SchemaIssue } from "../../src/schema/standard-schema.ts";
import { isMissing } from "../../src/validate/missing.ts";

const says = (vendor: string, issue: object, path: PropertyKey[] = ["a"], input: unknown = {}) =>
  isMissing({ vendor, issue: issue as SchemaIssue, path, input });

const sent = { a: "sent" };

describe("a value is missing", () => {
  it.each<[string, string, object]>([
    ["an issue of zod 4 that found nothing", "zod", { code: "invalid_type", input: undefined }],
    ["a literal of zod 3 that found nothing", "zod", { code: "invalid_literal" }],
    [
      "a wrong type of zod 3 that found undefined",
      "zod",
      { code: "invalid_type", received: "undefined" },
    ],
    ["a schema of valibot that found nothing", "valibot", { kind: "schema" }],
    ["a required member of arktype", "arktype", { code: "required", data: {} }],
    ["an issue of arktype that found nothing", "arktype", { code: "domain" }],
  ])("if %s says so, whatever was sent", (_what, vendor, issue) => {
    expect(says(vendor, issue, ["a"], sent)).toBe(true);
  });

  it.each<[string, string, object]>([
    ["an issue of zod 4 that found a value", "zod", { code: "invalid_type", input: null }],
    ["an issue of zod 4 that found an object", "zod", { code: "invalid_type", input: {} }],
    ["a wrong type of zod 3 that found a value", "zod", { code: "invalid_type", received: "null" }],
    ["a literal of zod 3 that found a value", "zod", { code: "invalid_literal", received: 7 }],
    ["another issue of zod 3", "zod", { code: "too_small" }],
    ["a rule of valibot", "valibot", { kind: "validation" }],
    ["a schema of valibot that found a value", "valibot", { kind: "schema", input: null }],
    ["an issue of arktype that found a value", "arktype", { code: "domain", data: null }],
  ])("not if %s says otherwise, though nothing was sent", (_what, vendor, issue) => {
    expect(says(vendor, issue, ["a"], {})).toBe(false);
  });

  it.each<[string, string, object]>([
    ["a coercion to a number", "zod", { code: "invalid_type", input: Number.NaN }],
    ["a coercion to a date", "zod", { code: "invalid_type", input: new Date(Number.NaN) }],
    ["a coercion of zod 3", "zod", { code: "invalid_type", received: "nan" }],
    ["a union of zod 3", "zod", { code: "invalid_union" }],
    ["a union of zod 3 by a member", "zod", { code: "invalid_union_discriminator" }],
    ["a date of zod 3", "zod", { code: "invalid_date" }],
    ["a wrong type of zod 3 that the author adds", "zod", { code: "invalid_type" }],
    ["another library", "other", { code: "required" }],
  ])("if nothing was sent, where %s does not say what it found", (_what, vendor, issue) => {
    expect(says(vendor, issue, ["a"], {})).toBe(true);
    expect(says(vendor, issue, ["a"], sent)).toBe(false);
  });

  it("if the object of a union of zod 4 does not have the member that distinguishes the variants", () => {
    const issue = (input: object) => ({ code: "invalid_union", options: ["a"], input });

    expect(says("zod", issue({}), ["page", "shape", "kind"])).toBe(true);
    expect(says("zod", issue({ kind: "c" }), ["page", "shape", "kind"])).toBe(false);
  });

  it("if a union of zod 4 without such a member found nothing", () => {
    expect(says("zod", { code: "invalid_union", input: undefined })).toBe(true);
    expect(says("zod", { code: "invalid_union", input: "a" })).toBe(false);
    expect(says("zod", { code: "invalid_union", input: {} })).toBe(false);
  });
});

describe("what was sent", () => {
  it.each<[string, readonly PropertyKey[], unknown, boolean]>([
    ["nothing", [], undefined, true],
    ["null", [], null, false],
    ["an object", [], {}, false],
    ["no object around the member", ["a"], undefined, true],
    ["an object without the member", ["a"], {}, true],
    ["a member that is undefined", ["a"], { a: undefined }, true],
    ["a member that is null", ["a"], { a: null }, false],
    ["an item of a list", ["a", 0], { a: [1] }, false],
    ["a list that is too short", ["a", 1], { a: [1] }, true],
    ["a text, which has no members", ["a", "length"], { a: "text" }, false],
    ["a text that a schema splits", ["a", 5], { a: "1,2" }, false],
    ["a member of every object", ["constructor"], {}, true],
    ["null in place of an object", ["a", "b"], { a: null }, false],
  ])("%s is looked up by its path", (_what, path, input, missing) => {
    const issue: SchemaIssue = { message: "" };

    expect(isMissing({ vendor: "other", path, issue, input })).toBe(missing);
  });
});
