import type { FieldError, ProblemDetails } from "express-backstop";
import {
  errorEnvelope,
  googleApi,
  jsonApi,
  laravelErrors,
  nestErrors,
  type ProblemSerializer,
  railsErrors,
  springBootErrors,
} from "express-backstop/serializers";
import { describe, expect, it } from "vitest";
import { fromDottedName, toDottedName } from "../../src/serializers/dotted-name.ts";
import { serverResponse } from "../support/server-response.ts";

const { req } = serverResponse();
const problem: ProblemDetails = {
  type: "/problems/validation_failed",
  title: "Validation failed",
  status: 400,
  code: "validation_failed",
  detail: "The request has 3 invalid values.",
  requestId: "r1",
};
const errors: readonly FieldError[] = [
  { in: "body", pointer: "#/tags/12/name", code: "too_short", detail: "is too short" },
  { in: "query", pointer: "#/page", code: "wrong_type", detail: "must be a number" },
  { in: "body", pointer: "#", code: "required", detail: "is required" },
];

/** Returns the fields that a serializer reads in a body of its own, as JSON holds it. */
function readFrom(serialize: ProblemSerializer, members: object): unknown {
  const body: unknown = JSON.parse(JSON.stringify(serialize({ ...problem, ...members }, req)));
  // Each serializer of this package has it; it reads bodies of its own.
  return serialize.readFields?.(body as never);
}

const texts = [
  { name: "tags[12].name", detail: "is too short" },
  { name: "page", detail: "must be a number" },
  { name: "body", detail: "is required" },
];
const codes = ["too_short", "wrong_type", "required"];

it.each<[string, ProblemSerializer, readonly object[]]>([
  ["errorEnvelope", errorEnvelope(), errors],
  ["jsonApi", jsonApi(), errors.map(({ code, ...field }) => ({ ...field, code }))],
  [
    "googleApi",
    googleApi({ domain: "articles.example.com" }),
    texts.map((text, index) => ({ ...text, code: codes[index] })),
  ],
  ["railsErrors", railsErrors(), texts],
  ["railsErrors with a name of its own", railsErrors({ base: "page_errors" }), texts],
  ["laravelErrors", laravelErrors(), texts],
  ["nestErrors", nestErrors(), texts],
  [
    "springBootErrors",
    springBootErrors(),
    texts.map(({ name, detail }, index) => ({
      in: errors[index]?.in,
      name,
      code: codes[index],
      detail,
    })),
  ],
])("the fields in a body of %s can be read again", (_what, serialize, expected) => {
  expect(readFrom(serialize, { errors })).toEqual(expected);
});

it.each<[string, ProblemSerializer]>([
  ["errorEnvelope", errorEnvelope()],
  ["jsonApi", jsonApi()],
  ["googleApi", googleApi({ domain: "articles.example.com", locale: "en" })],
  ["laravelErrors", laravelErrors()],
  ["nestErrors", nestErrors()],
  ["springBootErrors", springBootErrors()],
])("a body of %s without fields has none", (_what, serialize) => {
  expect(readFrom(serialize, {})).toEqual([]);
  expect(readFrom(serialize, { errors: [] })).toEqual([]);
});

describe("a name with dots", () => {
  it.each([
    ["#/tags/12/name", "tags.12.name", "tags[12].name"],
    ["#/tags/1/2", "tags.1.2", "tags[1][2]"],
    ["#/0/name", "0.name", "0.name"],
    ["#/a1/1b", "a1.1b", "a1.1b"],
    ["#", "query", "query"],
  ])("of %s is %s, which assertions call %s", (pointer, dotted, compared) => {
    expect(toDottedName({ in: "query", pointer })).toBe(dotted);
    expect(fromDottedName(dotted)).toBe(compared);
  });
});
