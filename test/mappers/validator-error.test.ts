import type { FieldError } from "express-backstop";
import { describe, expect, it } from "vitest";
import { toField, toInvalidRequest, toValidatorError } from "../../src/mappers/validator-error.ts";
import type { ValidatorReport } from "../../src/mappers/validator-error.ts";
import type { ValidatorIssue } from "../../src/mappers/validator-issue.ts";
import type { Violation } from "../../src/messages/violation.ts";
import { throwingGetters } from "../support/hostile.ts";
import { requestWith, type RequestMembers } from "../support/map-error.ts";

const thrown = new Error("hunter2");
const isString: ValidatorIssue = {
  path: ["title"],
  violation: { code: "wrong_type", params: { type: "string" } },
};
const convert = (report: Partial<ValidatorReport>, request: RequestMembers) =>
  toValidatorError(
    { validator: "tool", issues: [isString], ...report },
    { thrown, request: requestWith(request) },
  );

describe("toValidatorError", () => {
  const body = { title: 7 };

  it("is a 400 if the validated object is a part of the request, whatever the values are", () => {
    const error = convert({ input: body, issues: [{ ...isString, path: ["slug"] }] }, { body });

    expect(error).toMatchObject({ status: 400, cause: thrown, context: { validator: "tool" } });
    expect(error.errors).toEqual([
      { in: "body", pointer: "#/slug", code: "required", detail: "is required" },
    ]);
  });

  it("is a 400 if one part of the request has the wrong values", () => {
    expect(convert({}, { body }).status).toBe(400);
    expect(convert({ input: { title: 7 } }, { body }).status).toBe(400);
  });

  it.each<[string, Partial<ValidatorReport>, RequestMembers]>([
    ["no part has the wrong values", {}, { body: { title: "x" } }],
    [
      "the object is another one, and only the object counts",
      { input: { title: 7 }, onlySameObject: true },
      { body },
    ],
    ["there are no issues to compare", { issues: [] }, { body }],
    ["there is no request to speak of", {}, {}],
  ])("is a 500 that says why if %s", (_what, report, request) => {
    const error = convert(report, request);

    expect(error).toMatchObject({
      status: 500,
      code: "internal_error",
      cause: thrown,
      expose: false,
      context: { validator: "tool", validatedRequest: false },
    });
    expect(error.errors).toBeUndefined();
  });

  it("prefers the object to the values", () => {
    const error = convert({ input: body }, { query: { title: ["7"] }, body });

    expect(error.errors?.map((field) => field.in)).toEqual(["body"]);
  });

  it.each<[string, Violation, string]>([
    ["a rule of its type", isString.violation, "required"],
    ["a rule of its size", { code: "too_short", params: { minimum: 3 } }, "required"],
    ["the name of an unknown member", { code: "unknown_member" }, "unknown_member"],
    ["a rule of the app", { code: "invalid" }, "invalid"],
  ])("says of a missing value, which breaks %s, that it is %2$s", (_what, violation, code) => {
    const error = convert({ input: body, issues: [{ path: ["slug"], violation }] }, { body });

    expect(error.errors?.[0]?.code).toBe(code);
  });

  it("keeps the rule if the value cannot be read", () => {
    const hostile = throwingGetters({}, "title");

    expect(convert({ input: hostile }, { body: hostile }).errors?.[0]?.code).toBe("wrong_type");
  });

  it("does not send params that may be values of the request", () => {
    const violation: Violation = { code: "not_one_of", params: { values: ["hunter2"] } };
    const issue = { path: ["title"], violation, hasSecretParams: true };

    expect(convert({ input: body, issues: [issue] }, { body }).errors).toEqual([
      {
        in: "body",
        pointer: "#/title",
        code: "not_one_of",
        detail: "is not one of the allowed values",
      },
    ]);
  });

  it("counts the issues that the report leaves out", () => {
    const error = convert({ omitted: 9 }, { body });

    expect(error).toMatchObject({ errorCount: 10, message: "The request has 10 invalid values." });
  });
});

describe("toInvalidRequest", () => {
  const field = (pointer: string, more: Partial<FieldError> = {}): FieldError => ({
    in: "body",
    pointer,
    code: "invalid",
    detail: "is not valid",
    ...more,
  });

  it("lists each place once for each rule", () => {
    const fields = [
      field("#/a"),
      field("#/a"),
      field("#/a", { code: "required" }),
      field("#/a", { in: "query" }),
      field("#/b"),
    ];

    expect(toInvalidRequest(fields, thrown, "tool").errors).toHaveLength(4);
  });

  it.each([
    [1, 1, undefined],
    [50, 50, undefined],
    [51, 50, 51],
    [10_000, 50, 10_000],
  ])("of %d fields lists %d, and counts %s", (count, listed, errorCount) => {
    const fields = Array.from({ length: count }, (_, index) => field(`#/${index}`));

    const error = toInvalidRequest(fields, thrown, "tool");

    expect(error.errors).toHaveLength(listed);
    expect(error.errorCount).toBe(errorCount);
  });
});

describe("toField", () => {
  it.each<[Violation, string]>([
    [{ code: "wrong_type" }, "has the wrong type"],
    [{ code: "too_short" }, "is too short"],
    [{ code: "too_long" }, "is too long"],
    [{ code: "too_small" }, "is too small"],
    [{ code: "too_large" }, "is too large"],
    [{ code: "not_one_of" }, "is not one of the allowed values"],
    [{ code: "not_multiple_of" }, "is not a multiple of the right number"],
    [{ code: "bad_format" }, "has the wrong format"],
    [{ code: "required" }, "is required"],
    [{ code: "too_short", text: "must not be empty" }, "must not be empty"],
  ])("says of %j, whose bounds are not known, that it %s", (violation, detail) => {
    expect(toField("body", ["a"], violation)).toEqual({
      in: "body",
      pointer: "#/a",
      code: violation.code,
      detail,
    });
  });

  it.each<[FieldError["in"], unknown]>([
    ["body", { maximum: 3 }],
    ["query", { maximum: 3 }],
    ["params", { maximum: 3 }],
    ["headers", undefined],
    ["cookies", undefined],
  ])("shows of a rule in %s the params %j", (part, params) => {
    const field = toField(part, ["a"], {
      code: "too_long",
      unit: "character",
      params: { maximum: 3 },
    });

    expect(field.params).toEqual(params);
    expect(field.detail).toBe(params ? "must have at most 3 characters" : "is not valid");
  });

  it("cuts a detail after 256 characters, and not within one", () => {
    const text = `${"x".repeat(255)}😀`;

    expect(toField("body", [], { code: "invalid", text }).detail).toBe("x".repeat(255));
    expect(toField("body", [], { code: "invalid", text: "x".repeat(300) }).detail).toHaveLength(
      256,
    );
  });

  it("leaves out a list of values that would fill the response", () => {
    const values = Array.from({ length: 21 }, String);

    expect(toField("body", [], { code: "not_one_of", params: { values } })).toEqual({
      in: "body",
      pointer: "#",
      code: "not_one_of",
      detail: "is not one of the allowed values",
    });
  });

  it.each<[readonly PropertyKey[], string]>([
    [[], "#"],
    [["a", 0, "b/c~d"], "#/a/0/b~1c~0d"],
    [["__proto__", "constructor"], "#/__proto__/constructor"],
    [["\u0000\r\n\u202e"], "#/%00%0D%0A%E2%80%AE"],
    [["\ud800"], "#/%EF%BF%BD"],
    [[Symbol("a")], "#/Symbol(a)"],
    [["a", "x".repeat(1000)], "#/a"],
  ])("points to %j as %s", (path, pointer) => {
    expect(toField("body", path, { code: "invalid" }).pointer).toBe(pointer);
  });
});
