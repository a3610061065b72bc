import { STATUS_CODES } from "node:http";
import type { FieldError, ProblemDetails } from "express-backstop";
import {
  googleApi,
  jsonApi,
  laravelErrors,
  nestErrors,
  railsErrors,
  springBootErrors,
} from "express-backstop/serializers";
import { describe, expect, it } from "vitest";
import { reasonPhrase } from "../../src/serializers/reason-phrase.ts";
import { serverResponse } from "../support/server-response.ts";

const { req } = serverResponse();
const problem: ProblemDetails = {
  type: "/problems/validation_failed",
  title: "Validation failed",
  status: 400,
  code: "validation_failed",
  requestId: "r1",
};
const errors: readonly FieldError[] = [
  { in: "body", pointer: "#/tags/1", code: "too_short", detail: "is too short" },
  { in: "body", pointer: "#/tags/1", code: "rude", detail: "is rude" },
  { in: "body", pointer: "#", code: "required", detail: "is required" },
  { in: "body", pointer: "#/a", also: ["#/b"], code: "order", detail: "is too late" },
];

describe("a body with invalid fields", () => {
  it("of Rails has the texts by field, and those of a whole part under base", () => {
    expect(railsErrors()({ ...problem, errors }, req)).toEqual({
      errors: {
        "tags[1]": ["is too short", "is rude"],
        base: ["body is required"],
        a: ["is too late"],
        b: ["is too late"],
      },
      status: 400,
      code: "validation_failed",
      requestId: "r1",
    });
  });

  it("of Laravel has sentences by field", () => {
    expect(laravelErrors()({ ...problem, errors }, req)).toEqual({
      message: "Validation failed",
      errors: {
        "tags.1": ["tags.1 is too short", "tags.1 is rude"],
        body: ["body is required"],
        a: ["a is too late"],
        b: ["b is too late"],
      },
      status: 400,
      code: "validation_failed",
      requestId: "r1",
    });
  });

  it("of Nest has sentences in a list", () => {
    expect(nestErrors()({ ...problem, errors }, req)).toEqual({
      statusCode: 400,
      message: ["tags.1 is too short", "tags.1 is rude", "body is required", "a is too late"],
      error: "Bad Request",
      code: "validation_failed",
      requestId: "r1",
    });
  });

  it("of Spring Boot has the parts of each field", () => {
    expect(springBootErrors()({ ...problem, errors: errors.slice(0, 1) }, req)).toMatchObject({
      status: 400,
      error: "Bad Request",
      message: "Validation failed",
      errors: [
        {
          objectName: "body",
          field: "tags[1]",
          code: "too_short",
          defaultMessage: "is too short",
        },
      ],
    });
  });

  it("of Google has a BadRequest", () => {
    const body = googleApi({ domain: "a.example" })({ ...problem, errors }, req);

    expect(body).toMatchObject({
      error: {
        details: expect.arrayContaining([
          {
            "@type": "type.googleapis.com/google.rpc.BadRequest",
            fieldViolations: [
              { field: "tags[1]", description: "is too short", reason: "TOO_SHORT" },
              { field: "tags[1]", description: "is rude", reason: "RUDE" },
              { field: "body", description: "is required", reason: "REQUIRED" },
              { field: "a", description: "is too late", reason: "ORDER" },
            ],
          },
        ]),
      },
    });
  });

  it("of JSON:API has an error object for each", () => {
    expect(jsonApi()({ ...problem, errors: errors.slice(0, 1) }, req)).toEqual({
      errors: [
        {
          id: "r1.1",
          links: { type: "/problems/validation_failed" },
          status: "400",
          code: "too_short",
          title: "Validation failed",
          detail: "tags[1] is too short",
          source: { pointer: "/tags/1" },
          meta: { in: "body", pointer: "#/tags/1", detail: "is too short" },
        },
      ],
      meta: { requestId: "r1" },
    });
  });
});

describe("a body without invalid fields", () => {
  it.each([
    ["Rails", railsErrors(), { errors: { base: ["Validation failed"] }, status: 400 }],
    ["Laravel", laravelErrors(), { message: "Validation failed", status: 400 }],
    ["Nest", nestErrors(), { statusCode: 400, message: "Validation failed", error: "Bad Request" }],
  ] as const)("of %s has only its text, also with an empty list", (_what, serialize, expected) => {
    const whole = { ...expected, code: "validation_failed", requestId: "r1" };

    expect(serialize(problem, req)).toEqual(whole);
    expect(serialize({ ...problem, errors: [] }, req)).toEqual(whole);
  });

  it("of JSON:API has one error object, without a detail where the problem has none", () => {
    const error = {
      id: "r1",
      links: { type: "/problems/validation_failed" },
      status: "400",
      code: "validation_failed",
      title: "Validation failed",
    };

    const [silent, told] = [problem, { ...problem, detail: "Why." }].map((one) =>
      jsonApi()(one, req),
    );

    expect(silent).toEqual({ errors: [error], meta: { requestId: "r1" } });
    expect(told).toEqual({
      errors: [{ ...error, detail: "Why." }],
      meta: { requestId: "r1" },
    });
  });

  it("of Spring Boot has no list of errors", () => {
    expect(springBootErrors()(problem, req)).not.toHaveProperty("errors");
  });

  it("of Spring Boot has the path / where there is no request", () => {
    expect(springBootErrors()(problem, {} as never)).toMatchObject({ path: "/" });
  });

  it("of Google has the addresses of the problem in its metadata, except those of Help", () => {
    const addresses = { type: "https://a.example/p", home: "https://a.example/", docs: "none" };
    const body = googleApi({ domain: "a.example" })({ ...problem, ...addresses }, req);

    expect(body).toMatchObject({ error: { details: [{ metadata: addresses }, {}, {}] } });
  });
});

describe("the name of a status", () => {
  // Newer than the names that Node has (RFC 9110 §15.5).
  const newer = new Map([
    [413, "Content Too Large"],
    [422, "Unprocessable Content"],
  ]);
  const unregistered = new Set([418, 509]);
  const known = Object.entries(STATUS_CODES)
    .map(([status, name]) => [Number(status), name] as const)
    .filter(([status]) => status >= 400 && !unregistered.has(status));

  it.each(known)("%d is %s, as HTTP writes it", (status, name) => {
    expect(reasonPhrase(status)).toBe(newer.get(status) ?? name);
  });
});

describe("the options", () => {
  it.each<[string, () => unknown, string]>([
    [
      "a name of texts that is not a text",
      () => railsErrors({ base: 7 as never }),
      'railsErrors: base must be a non-empty string such as "body", got 7.',
    ],
    [
      "an empty name of texts",
      () => railsErrors({ base: "" }),
      'railsErrors: base must be a non-empty string such as "body", got "".',
    ],
    ["an unknown option", () => nestErrors({ path: true } as never), "nestErrors: unknown option"],
    ["no domain", () => googleApi({} as never), "googleApi: domain must be"],
    ["an empty domain", () => googleApi({ domain: "" }), "googleApi: domain must be a non-empty"],
    [
      "a list of locales",
      () => googleApi({ domain: "a", locale: ["en"] as never }),
      'googleApi: locale must be a language tag such as "en-US" or a function',
    ],
    ["a locale with a space", () => googleApi({ domain: "a", locale: "en " }), "locale must be"],
  ])("cannot be %s", (_what, start, message) => {
    expect(start).toThrow(TypeError);
    expect(start).toThrow(message);
  });

  it("of nestErrors may ask for the path and the time, which then differ from body to body", () => {
    const serialize = nestErrors({ pathAndTime: true });

    expect(serialize(problem, req)).toMatchObject({
      path: "/",
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    });
    expect(serialize.varies).toEqual(["timestamp", "path"]);
    expect(nestErrors().varies).toBeUndefined();
    expect(nestErrors()(problem, req)).not.toHaveProperty("path");
  });

  it("do not exist for springBootErrors, whose path and time differ from body to body", () => {
    expect(springBootErrors()(problem, req)).toMatchObject({
      path: "/",
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+\+00:00$/),
    });
    expect(springBootErrors().varies).toEqual(["timestamp", "path"]);
  });

  it("do not exist for jsonApi, which has a media type of its own", () => {
    expect(jsonApi().contentType).toBe("application/vnd.api+json");
  });
});
