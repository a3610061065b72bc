import { describe, expect, it } from "vitest";
import { findConsistentPart } from "../../src/mappers/consistent-part.ts";
import type { ValidatorIssue } from "../../src/mappers/validator-issue.ts";
import type { Violation, ViolationCode } from "../../src/messages/violation.ts";
import { throwingGetters } from "../support/hostile.ts";
import { requestWith, type RequestMembers } from "../support/map-error.ts";

const broken = (code: ViolationCode, params: object = {}, more: object = {}): ValidatorIssue => {
  const violation: Violation = { code, params: { ...params } };
  return { path: ["field"], violation, ...more };
};
const find = (request: RequestMembers, ...issues: readonly ValidatorIssue[]) =>
  findConsistentPart(requestWith(request), issues)?.in;

/** Returns true if a body with the value shows the violation. */
const shows = (value: unknown, code: ViolationCode, params?: object): boolean =>
  find({ body: { field: value } }, broken(code, params)) === "body";

describe("a value in the request shows an issue if it breaks the rule:", () => {
  it.each<[ViolationCode, object, readonly unknown[], readonly unknown[]]>([
    ["wrong_type", { type: "string" }, [7, null, ["x"], {}], ["x", ""]],
    ["wrong_type", { type: "number" }, ["7", null, Infinity], [7, 1.5]],
    ["wrong_type", { type: "boolean" }, ["true", 1], [true, false]],
    ["wrong_type", { type: "integer" }, [1.5, "7"], [7, 0]],
    ["wrong_type", { type: "array" }, [{ 0: "a" }, "a"], [[]]],
    ["wrong_type", { type: "null" }, [0, ""], [null]],
    ["wrong_type", { type: "object" }, [[], null, "x"], [{}]],
    ["wrong_type", { type: "record" }, [[], null, "x"], [{}]],
    ["wrong_type", { type: "string or null" }, [7, []], ["x", null]],
    ["wrong_type", { type: "date" }, ["x", 7], []],
    ["wrong_type", {}, ["x", 7], []],
    ["not_one_of", { values: ["a", 1, null] }, ["b", "1", "null"], ["a", 1, null]],
    ["not_one_of", {}, ["a"], []],
    [
      "too_short",
      { minimum: 2 },
      ["x", [1], { a: 1 }, "😀"],
      ["xx", [1, 2], { a: 1, b: 1 }, 1, null],
    ],
    ["too_short", {}, ["x", 7], []],
    [
      "too_long",
      { maximum: 2 },
      ["xxx", [1, 2, 3], { a: 1, b: 1, c: 1 }],
      ["xx", [1, 2], 333, null],
    ],
    ["too_long", { maximum: 2 }, [{ length: 1, b: 1, c: 1 }], [{ length: 9 }]],
    ["too_long", {}, ["x", 7], []],
    ["too_small", { minimum: 3 }, [2, "2", -1], [3, "3", "x", null, [1]]],
    ["too_small", { minimum: 3, exclusive: true }, [2, 3, "3"], [4, "4"]],
    ["too_small", { minimum: "9007199254740993" }, ["1"], []],
    ["too_large", { maximum: 3 }, [4, "4"], [3, "3", "x", null, [9]]],
    ["too_large", { maximum: 3, exclusive: true }, [4, 3, "3"], [2, "2"]],
    ["too_large", {}, ["x"], []],
    ["bad_format", { format: "email" }, ["x", ""], [7, null, []]],
    ["required", {}, [], ["x", null, ""]],
    ["invalid", {}, ["x", 7, null], []],
    ["unknown_member", {}, ["x"], []],
  ])("%s %j is broken by %j and not by %j", (code, params, bad, good) => {
    expect(bad.filter((value) => !shows(value, code, params))).toEqual([]);
    expect(good.filter((value) => shows(value, code, params))).toEqual([]);
  });

  it("an emoji is one character for Ajv and two for zod, and either may have counted", () => {
    expect(shows("😀😀", "too_short", { minimum: 3 })).toBe(true);
    expect(shows("😀😀", "too_long", { maximum: 3 })).toBe(true);
  });
});

it("a text of spaces shows that it is too short, because a schema may trim it, and not that it is short enough", () => {
  expect(shows("   ", "too_short", { minimum: 1 })).toBe(true);
  expect(shows(" xx ", "too_short", { minimum: 3 })).toBe(true);
  expect(shows(" xx ", "too_short", { minimum: 2 })).toBe(false);
  expect(shows("   ", "too_long", { maximum: 2 })).toBe(true);
});

describe("where the validator says what it found, the value decides:", () => {
  const sees = (value: unknown, found: unknown) =>
    find({ body: { field: value } }, broken("too_short", {}, { found: { value: found } })) ===
    "body";

  it.each<[unknown, unknown, boolean]>([
    ["x", "x", true],
    ["x", "y", false],
    ["7", 7, true],
    [7, "7", false],
    ["true", true, true],
    [null, null, true],
    [null, "null", false],
    [0, -0, false],
    [Number.NaN, Number.NaN, true],
    [["x"], ["y"], true],
    [{}, "x", false],
    [{}, null, false],
    ["x", { a: 1 }, false],
    ["x", Object.create(null), false],
    ["x", undefined, false],
  ])("%j in the request and %j found: %j", (value, found, expected) => {
    expect(sees(value, found)).toBe(expected);
  });

  it("a value that is missing was not found", () => {
    const issue = broken("too_short", {}, { found: { value: undefined }, path: ["other"] });

    expect(find({ body: { field: 1 } }, issue)).toBe("body");
    expect(find({ body: { field: 1 } }, { ...issue, found: { value: null } })).toBeUndefined();
  });
});

describe("findConsistentPart", () => {
  const isString = broken("wrong_type", { type: "string" });
  const isMissing = broken("required", {}, { canBeMissing: true });

  it.each<[string, RequestMembers, string | undefined]>([
    ["params", { params: { field: 7 } }, "params"],
    ["query", { query: { field: ["7"] } }, "query"],
    ["body", { params: { field: "7" }, query: { field: "7" }, body: { field: 7 } }, "body"],
    ["several parts", { query: { field: ["7"] }, body: { field: 7 } }, undefined],
    ["no part", { params: {}, query: {}, body: {} }, undefined],
    ["a body that is a list", { body: [{ field: 7 }] }, undefined],
    ["a deeper place", { body: { article: { field: 7 } } }, undefined],
    ["a getter that throws", { body: throwingGetters({}, "field") }, undefined],
  ])("looks for a wrong value in %s", (_what, request, expected) => {
    expect(find(request, isString)).toBe(expected);
  });

  it.each<[string, RequestMembers, string | undefined]>([
    ["a body with other members", { body: { a: 1 } }, "body"],
    ["an empty body that was sent", { body: {}, headers: { "content-length": "2" } }, "body"],
    [
      "an empty body that was sent in chunks",
      { body: {}, headers: { "transfer-encoding": "chunked" } },
      "body",
    ],
    ["an empty body without bytes", { body: {}, headers: { "content-length": "0" } }, undefined],
    ["an empty body, with nothing about its length", { body: {} }, undefined],
    ["no body", { headers: { "content-length": "2" } }, undefined],
    ["params", { params: { id: "1" } }, undefined],
    ["query", { query: { q: "x" } }, undefined],
    ["a body that has the value", { body: { field: "x" } }, undefined],
    ["a body that has null", { body: { field: null } }, undefined],
  ])("looks for a missing value in %s", (_what, request, expected) => {
    expect(find(request, isMissing)).toBe(expected);
  });

  it("does not take a value for missing if the rule is about one that was there", () => {
    expect(find({ body: { a: 1 } }, isString)).toBeUndefined();
    expect(find({ body: { a: 1 } }, { ...isString, canBeMissing: true })).toBe("body");
  });

  it("takes a missing value in the query for one of the issues if another is a wrong value", () => {
    const missing = { ...isMissing, path: ["other"] };

    expect(find({ query: { field: ["x"] } }, isString, missing)).toBe("query");
  });

  it("asks for every issue in the same part", () => {
    const other = { ...isString, path: ["other"] };

    expect(find({ body: { field: 7, other: 7 } }, isString, other)).toBe("body");
    expect(find({ body: { field: 7, other: "x" } }, isString, other)).toBeUndefined();
    expect(find({ query: { field: ["7"] }, body: { other: 7 } }, isString, other)).toBeUndefined();
  });

  it.each<[string, unknown, string | undefined]>([
    ["an object", {}, "body"],
    ["a list", [], "body"],
    ["a text", "x", undefined],
    ["null", null, undefined],
    ["nothing", undefined, undefined],
  ])("takes a value for missing in a parent that is %s: %2$s", (_what, parent, expected) => {
    const issue = { ...isMissing, path: ["parent", "0"] };

    expect(find({ body: { parent, a: 1 } }, issue)).toBe(expected);
  });

  it("reads no member that every object inherits", () => {
    const issue = { ...isString, path: ["toString"] };

    expect(find({ body: { a: 1 } }, issue)).toBeUndefined();
  });

  it.each(["invalid", "no_variant_matched", "several_variants_matched"] as const)(
    "tells nothing from a rule of the whole object, which every part may break: %s",
    (code) => {
      const ofObject: ValidatorIssue = { path: [], violation: { code } };

      expect(find({ body: { a: 1 } }, ofObject)).toBeUndefined();
      expect(find({ body: { a: 1 } }, ofObject, isMissing)).toBe("body");
      expect(find({ query: { field: ["7"] }, body: { a: 1 } }, ofObject, isString)).toBe("query");
      expect(find({ body: { a: 1 } }, { ...ofObject, found: { value: {} } })).toBeUndefined();
    },
  );

  it("tells from a size of the whole object which part breaks it", () => {
    const ofObject = broken("too_short", { minimum: 2 }, { path: [] });

    expect(find({ query: { a: 1, b: 1 }, body: { a: 1 } }, ofObject)).toBe("body");
  });
});
