import { builtInErrors } from "express-backstop/catalog";
import {
  assertDeclaredErrors,
  assertInvalidField,
  assertNoSecret,
  assertProblem,
  problemMatchers,
  recordingReporter,
} from "express-backstop/testing";
import { describe, expect, it } from "vitest";

type Check = (...args: readonly unknown[]) => unknown;
// Their types refuse most of these calls.
const checks = {
  assertProblem,
  assertInvalidField,
  assertNoSecret,
  ...problemMatchers,
} as unknown as Readonly<Record<string, Check>>;

const { not_found } = builtInErrors;
const expectedField = { in: "body", code: "required", detail: "is required" };
const fields = [{ pointer: "#/a", ...expectedField }];
const response = {
  status: 404,
  headers: { "content-type": "application/problem+json", "x-request-id": "r1" },
  text: JSON.stringify({
    type: "/problems/not_found",
    title: "Not found",
    status: 404,
    code: "not_found",
    requestId: "r1",
    errors: fields,
  }),
};

const aFactory =
  'expected must be the factory of an error, such as errors.article_not_found, or { code: "article_not_found", status: 404 }, got';

describe.each(["assertProblem", "toBeProblem"])("%s", (name) => {
  it.each<[readonly unknown[], string]>([
    [[undefined], `${aFactory} undefined.`],
    [["not_found"], `${aFactory} "not_found".`],
    [[404], `${aFactory} 404.`],
    [[{ code: "not_found" }], `${aFactory} code "not_found" and status undefined.`],
    [[{ code: "not_found", statu: 404 }], `${aFactory} code "not_found" and status undefined.`],
    [[builtInErrors], `${aFactory} code undefined and status undefined.`],
    [[not_found, "7"], 'members must be an object such as { articleId: "7" }, got "7".'],
    [
      [not_found, {}, { typebase: "/problems/" }],
      'unknown option "typebase". Write one of typeBase',
    ],
    [[not_found, {}, { typeBase: "/problems" }], "typeBase must be a string with a final slash"],
    [[not_found, {}, { read: "error" }], "read must be a function"],
    [[not_found, {}, { contentType: 1 }], "contentType must be a media type"],
    [[not_found, {}, "/problems/"], 'options must be an object, got "/problems/".'],
  ])("refuses %j", (args, message) => {
    expect(() => checks[name]?.(response, ...args)).toThrow(TypeError);
    expect(() => checks[name]?.(response, ...args)).toThrow(`${name}: ${message}`);
  });

  it("takes the format and no members", () => {
    const format = { typeBase: "/problems/", validationStatus: 422, guidance: true };

    expect(() => checks[name]?.(response, not_found, undefined, format)).not.toThrow();
  });
});

describe.each(["assertInvalidField", "toHaveInvalidField"])("%s", (name) => {
  it.each<[readonly unknown[], string]>([
    [["/a"], 'pointer must be a JSON Pointer fragment such as "#/title", got "/a".'],
    [[{ in: "body" }], "pointer must be a JSON Pointer fragment"],
    [["#/a", { cod: "too_short" }], 'expected: unknown option "cod". Write one of in, code,'],
    [["#/a", "too_short"], 'expected: options must be an object, got "too_short".'],
    [["#/a", { code: 1 }], "expected: code must be a code such as"],
    [["#/a", { params: 1 }], "expected: params must be an object such as { minimum: 1 }, got 1."],
    [["#/a", {}, { typebase: "/problems/" }], 'unknown option "typebase". Write one of typeBase'],
    [["#/a", {}, { serialize: () => ({}) }], "the serializer has no readFields"],
  ])("refuses %j", (args, message) => {
    expect(() => checks[name]?.(response, ...args)).toThrow(TypeError);
    expect(() => checks[name]?.(response, ...args)).toThrow(`${name}: ${message}`);
  });

  it("takes each member of a field", () => {
    expect(() => checks[name]?.(response, "#/a", expectedField)).not.toThrow();
  });
});

it.each(["assertNoSecret", "toKeepSecret"])("%s refuses what is not a secret", (name) => {
  for (const secrets of [[], undefined, [undefined], "abc"]) {
    expect(() => checks[name]?.(response, secrets)).toThrow(TypeError);
    expect(() => checks[name]?.(response, secrets)).toThrow(`${name}: `);
  }
});

it.each<[string, unknown]>([
  ["undefined", undefined],
  ["a value of type function", recordingReporter()],
  ["a value of type object", {}],
  ["undefined", [undefined]],
  ["a value of type object", [{ message: "no record" }]],
])("assertDeclaredErrors refuses %s in place of records", (got, records) => {
  expect(() => assertDeclaredErrors(records as never)).toThrow(
    new TypeError(
      `assertDeclaredErrors: records must be the records of a reporter, got ${got}. Write assertDeclaredErrors(reporter.records), with reporter = recordingReporter().`,
    ),
  );
});
