import { describe, expect, it } from "vitest";
import { readJoiError } from "../../src/mappers/joi-issues.ts";
import { hostileProxy, revokedProxy, throwingGetters } from "../support/hostile.ts";

// The details are recorded from joi 18; test/libraries/validators.test.ts has the real one.

const detail = (type: string, context: object = {}, path: unknown = ["a"]) => ({
  message: '"a" is hunter2',
  path,
  type,
  context: { label: "a", key: "a", value: "hunter2", ...context },
});

const read = (...details: readonly unknown[]) => readJoiError({ isJoi: true, details });
const violationOf = (type: string, context?: object) => read(detail(type, context))?.[0]?.violation;

describe("the violation of joi's", () => {
  it.each<[string, object, object]>([
    ["any.required", {}, { code: "required" }],
    ["any.unknown", {}, { code: "unknown_member" }],
    ["object.unknown", { child: "a" }, { code: "unknown_member" }],
    ["string.base", {}, { code: "wrong_type", params: { type: "string" } }],
    ["number.base", {}, { code: "wrong_type", params: { type: "number" } }],
    ["object.base", { type: "object" }, { code: "wrong_type", params: { type: "object" } }],
    ["date.base", {}, { code: "wrong_type", params: { type: "date" } }],
    ["number.integer", {}, { code: "wrong_type", params: { type: "integer" } }],
    ["string.empty", {}, { code: "too_short", unit: "character", params: { minimum: 1 } }],
    ["string.min", { limit: 3 }, { code: "too_short", unit: "character", params: { minimum: 3 } }],
    ["string.max", { limit: 3 }, { code: "too_long", unit: "character", params: { maximum: 3 } }],
    ["array.min", { limit: 0 }, { code: "too_short", unit: "item", params: { minimum: 0 } }],
    ["array.max", { limit: 3 }, { code: "too_long", unit: "item", params: { maximum: 3 } }],
    ["object.min", { limit: 1 }, { code: "too_short", unit: "entry", params: { minimum: 1 } }],
    ["object.max", { limit: 1 }, { code: "too_long", unit: "entry", params: { maximum: 1 } }],
    ["number.min", { limit: 3 }, { code: "too_small", params: { minimum: 3 } }],
    ["number.max", { limit: 3 }, { code: "too_large", params: { maximum: 3 } }],
    [
      "number.greater",
      { limit: 3 },
      { code: "too_small", params: { minimum: 3, exclusive: true } },
    ],
    ["number.less", { limit: 3 }, { code: "too_large", params: { maximum: 3, exclusive: true } }],
    ["number.positive", {}, { code: "too_small", params: { minimum: 0, exclusive: true } }],
    ["number.negative", {}, { code: "too_large", params: { maximum: 0, exclusive: true } }],
    ["number.multiple", { multiple: 5 }, { code: "not_multiple_of", params: { divisor: 5 } }],
    [
      "any.only",
      { valids: ["a", 1, null] },
      { code: "not_one_of", params: { values: ["a", 1, null] } },
    ],
    ["string.guid", {}, { code: "bad_format", params: { format: "guid" } }],
    ["string.email", {}, { code: "bad_format", params: { format: "email" } }],
    ["string.pattern.base", { regex: /x/ }, { code: "bad_format" }],
    ["string.pattern.name", { name: "n" }, { code: "bad_format" }],
    ["string.pattern.invert.base", {}, { code: "bad_format" }],
    ["string.pattern.invert.name", { name: "n" }, { code: "bad_format" }],
    ["date.format", { format: "iso" }, { code: "bad_format" }],
    ["alternatives.match", { details: [] }, { code: "no_variant_matched" }],
    ["alternatives.types", { types: ["number"] }, { code: "no_variant_matched" }],
    ["alternatives.any", {}, { code: "no_variant_matched" }],
    ["alternatives.all", {}, { code: "no_variant_matched" }],
    ["alternatives.one", {}, { code: "several_variants_matched" }],
  ])("%s %j is %j", (type, context, violation) => {
    expect(violationOf(type, context)).toEqual(violation);
  });

  it.each<[string, object]>([
    ["string.length", { limit: 3 }],
    ["array.orderedLength", { limit: 1 }],
    ["number.precision", { limit: 1 }],
    ["string.uppercase", {}],
    ["number.port", {}],
    ["any.custom", { error: new Error("hunter2") }],
    ["object.and", { missing: ["b"] }],
    ["article.slug", {}],
    ["toString", {}],
    ["", {}],
  ])("%s, which has no code of its own, is invalid", (type, context) => {
    expect(violationOf(type, context)).toEqual({ code: "invalid" });
  });

  it.each([
    ["number.max", { limit: { key: "other", type: "value" } }],
    ["string.min", { limit: { key: "other", type: "value" } }],
    ["date.min", { limit: new Date(0) }],
  ])("%s is invalid if the bound is not a number: it is a reference or a date", (type, context) => {
    expect(violationOf(type, context)).toEqual({ code: "invalid" });
  });

  it.each([
    ["any.only", { valids: ["a", { key: "password", type: "value" }] }, "not_one_of"],
    ["any.only", { valids: revokedProxy([]) }, "not_one_of"],
    ["any.only", {}, "not_one_of"],
    ["number.multiple", { multiple: { key: "step" } }, "not_multiple_of"],
  ])("%s has no params if what is allowed is a reference: %#", (type, context, code) => {
    expect(violationOf(type, context)).toEqual({ code });
  });
});

describe("readJoiError", () => {
  it("reads the path with the indexes as texts", () => {
    const [issue] = read(detail("any.required", {}, ["tags", 0, "name"])) ?? [];

    expect(issue?.path).toEqual(["tags", "0", "name"]);
  });

  it("returns an issue for each detail, and leaves out what is not one", () => {
    const issues = read(detail("any.required"), null, "any.required", detail("string.base"));

    expect(issues?.map(({ violation }) => violation.code)).toEqual(["required", "wrong_type"]);
  });

  it.each<[string, object]>([
    ["without isJoi", { details: [detail("any.required")] }],
    ["whose isJoi is a text", { isJoi: "true", details: [detail("any.required")] }],
    ["without details", { isJoi: true }],
    ["whose details are a Map", { isJoi: true, details: new Map() }],
    ["whose details are revoked", { isJoi: true, details: revokedProxy([]) }],
    ["whose details throw", { isJoi: true, details: hostileProxy([]) }],
    ["with getters that throw", throwingGetters({}, "isJoi", "details")],
    ["that is revoked", revokedProxy()],
  ])("returns undefined for an object %s", (_what, found) => {
    expect(readJoiError(found)).toBeUndefined();
  });

  it.each<[string, unknown]>([
    ["that is revoked", revokedProxy()],
    ["with getters that throw", throwingGetters({}, "path", "type", "context")],
    ["with a path that is a text", { path: "a", type: 7, context: "x" }],
    ["with a revoked path and context", { path: revokedProxy([]), context: revokedProxy() }],
  ])("reads a detail %s as an invalid value of unknown place", (_what, hostile) => {
    expect(read(hostile)).toEqual([{ path: [], violation: { code: "invalid" } }]);
  });

  it("reads a key that has no text as an empty one", () => {
    const unprintable = throwingGetters({}, "toString");

    expect(read(detail("any.required", {}, [Object.create(null), unprintable]))).toEqual([
      { path: ["", ""], violation: { code: "required" } },
    ]);
  });
});
