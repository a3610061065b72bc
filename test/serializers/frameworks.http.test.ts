import express5 from "express";
import {
  type FieldError,
  NotFoundError,
  type ProblemSerializer,
  TooManyRequestsError,
  ValidationError,
} from "express-backstop";
import { builtInErrors, defineErrors } from "express-backstop/catalog";
import { problemResponse } from "express-backstop/mocks";
import { openapi, problemComponents } from "express-backstop/openapi";
import {
  laravelErrors,
  nestErrors,
  railsErrors,
  springBootErrors,
} from "express-backstop/serializers";
import { assertInvalidField, assertProblem } from "express-backstop/testing";
import { describe, expect, it } from "vitest";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";
import { throwing } from "../support/throwing.ts";

const notFound = new NotFoundError("There is no article a17.", {
  code: "article_not_found",
  title: "Article not found",
  extensions: {
    articleId: "a17",
    message: "an extension",
    path: "an extension",
    error: "an extension",
    timestamp: 7,
    statusCode: 7,
  },
});
const field = (part: FieldError["in"], pointer: string, detail: string): FieldError => ({
  in: part,
  pointer,
  code: "too_short",
  detail,
});
const invalid = new ValidationError([
  field("body", "#/tags/1/name", "is too short"),
  field("query", "#/page", "must be a number"),
  field("body", "#/tags/1/name", "is rude"),
  field("body", "#/__proto__", "is not allowed"),
  field("body", "#/constructor", "is not allowed"),
  field("body", "#", "is required"),
]);

/** Returns the response to an error with a serializer. */
async function answer(
  express: (typeof expresses)[number][1],
  serialize: ProblemSerializer,
  thrown: unknown,
) {
  await using app = await serve((app) => app.get("/articles/:id", throwing(thrown)), {
    express,
    serialize,
  });
  return await app.api.get("/articles/a17?token=s3cr3t").set("x-request-id", "r1");
}

describe.each(expresses)("on %s", (_name, express) => {
  it("writes texts by field as Rails does, and other texts under base", async () => {
    const missing = await answer(express, railsErrors(), notFound);
    const fields = await answer(express, railsErrors(), invalid);

    expect(JSON.parse(missing.text)).toMatchObject({
      errors: { base: ["There is no article a17."] },
      status: 404,
      code: "article_not_found",
      articleId: "a17",
      message: "an extension",
      requestId: "r1",
    });
    expect(JSON.parse(fields.text).errors).toEqual(
      JSON.parse(`{
        "tags[1].name": ["is too short", "is rude"],
        "page": ["must be a number"],
        "__proto__": ["is not allowed"],
        "constructor": ["is not allowed"],
        "base": ["body is required"]
      }`),
    );
  });

  it("writes texts that belong to no field under body, as RealWorld does", async () => {
    const serialize = railsErrors({ base: "body" });

    const missing = await answer(express, serialize, notFound);
    const fields = await answer(express, serialize, invalid);

    expect(JSON.parse(missing.text).errors).toEqual({ body: ["There is no article a17."] });
    expect(assertInvalidField(fields, "#", {}, { serialize })).toEqual({
      name: "body",
      detail: "is required",
    });
  });

  it("writes a message, and texts by field with dots, as Laravel does", async () => {
    const missing = await answer(express, laravelErrors(), notFound);
    const fields = await answer(express, laravelErrors(), invalid);

    expect(JSON.parse(missing.text)).toMatchObject({
      message: "There is no article a17.",
      code: "article_not_found",
      articleId: "a17",
    });
    expect(JSON.parse(missing.text)).not.toHaveProperty("errors");
    expect(JSON.parse(fields.text)).toMatchObject({
      message: "The request has 6 invalid values.",
      errors: {
        "tags.1.name": ["tags.1.name is too short", "tags.1.name is rude"],
        page: ["page must be a number"],
        body: ["body is required"],
      },
    });
  });

  it("writes the bodies of Nest's exceptions, with path and time if asked for", async () => {
    const missing = await answer(express, nestErrors(), notFound);
    const fields = await answer(express, nestErrors({ pathAndTime: true }), invalid);

    expect(JSON.parse(missing.text)).toEqual({
      statusCode: 404,
      message: "There is no article a17.",
      error: "Not Found",
      code: "article_not_found",
      articleId: "a17",
      path: "an extension",
      timestamp: 7,
      requestId: "r1",
    });
    expect(Object.keys(JSON.parse(missing.text)).slice(0, 3)).toEqual([
      "statusCode",
      "message",
      "error",
    ]);
    expect(JSON.parse(fields.text)).toMatchObject({
      statusCode: 400,
      message: [
        "tags.1.name is too short",
        "page must be a number",
        "tags.1.name is rude",
        "__proto__ is not allowed",
        "constructor is not allowed",
        "body is required",
      ],
      error: "Bad Request",
      path: "/articles/a17",
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    });
  });

  it("writes the error attributes of Spring Boot, and no rejected value", async () => {
    const missing = await answer(express, springBootErrors(), notFound);
    const fields = await answer(express, springBootErrors(), invalid);

    const { timestamp, ...rest } = JSON.parse(missing.text);
    expect(rest).toEqual({
      status: 404,
      error: "Not Found",
      message: "There is no article a17.",
      path: "/articles/a17",
      code: "article_not_found",
      articleId: "a17",
      statusCode: 7,
      requestId: "r1",
    });
    expect(timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00$/);
    expect(Math.abs(Date.parse(timestamp) - Date.now())).toBeLessThan(60_000);
    expect(JSON.parse(fields.text).errors.slice(0, 2)).toEqual([
      {
        objectName: "body",
        field: "tags[1].name",
        code: "too_short",
        defaultMessage: "is too short",
      },
      { objectName: "query", field: "page", code: "too_short", defaultMessage: "must be a number" },
    ]);
    expect(missing.text + fields.text).not.toContain("s3cr3t");
  });

  it.each([
    ["railsErrors", railsErrors()],
    ["laravelErrors", laravelErrors()],
    ["nestErrors", nestErrors({ pathAndTime: true })],
    ["springBootErrors", springBootErrors()],
  ])("says nothing of an unknown error in %s", async (_what, serialize) => {
    const response = await answer(express, serialize, new Error("s3cr3t"));

    expect(response.status).toBe(500);
    expect(response.text).toContain("internal_error");
    expect(response.text).not.toContain("s3cr3t");
  });

  it("gives the text of a rule for several fields to each of them", async () => {
    const thrown = new ValidationError([
      { ...field("body", "#/start", "is too late"), also: ["#/end", "#/a/0"] },
    ]);
    const rails = await answer(express, railsErrors(), thrown);
    const laravel = await answer(express, laravelErrors(), thrown);

    expect(JSON.parse(rails.text).errors).toEqual({
      start: ["is too late"],
      end: ["is too late"],
      "a[0]": ["is too late"],
    });
    expect(Object.keys(JSON.parse(laravel.text).errors)).toEqual(["start", "end", "a.0"]);
  });

  it("has the seconds of Retry-After in each shape", async () => {
    const thrown = new TooManyRequestsError(undefined, { headers: { "Retry-After": "7" } });
    for (const serialize of [railsErrors(), laravelErrors(), nestErrors(), springBootErrors()]) {
      const { text } = await answer(express, serialize, thrown);

      expect(JSON.parse(text)).toMatchObject({ retryAfter: 7, code: "too_many_requests" });
    }
  });

  it("fails an assertion if a body has no time, or one of another type", async () => {
    const serialize = springBootErrors();
    const thrown = builtInErrors.not_found();
    const response = await answer(express, serialize, thrown);
    const { status } = response;
    const headers: Record<string, string> = response.headers;
    const assert = (change: object) => () =>
      assertProblem(
        { status, headers, text: JSON.stringify({ ...JSON.parse(response.text), ...change }) },
        builtInErrors.not_found,
        {},
        { serialize },
      );

    expect(assert({})).not.toThrow();
    expect(assert({ timestamp: "2001-01-01T00:00:00.000+00:00" })).not.toThrow();
    expect(assert({ timestamp: 7 })).toThrow("the body is not");
    expect(assert({ path: undefined })).toThrow("the body is not");
    expect(assert({ error: "Gone" })).toThrow("the body is not");
  });
});

describe("the time and the path of springBootErrors", () => {
  const errors = defineErrors({ article_gone: { status: 410, title: "Article gone" } });
  const format = { serialize: springBootErrors() };

  it("are the same in each snapshot and document", () => {
    const once = [errors.snapshot(format), JSON.stringify(problemComponents(errors, format))];

    expect(once[0]).toContain('"timestamp": "2026-01-01T00:00:00.000+00:00"');
    expect(JSON.parse(once[0] ?? "").article_gone.body.path).toBe("/");
    expect([errors.snapshot(format), JSON.stringify(problemComponents(errors, format))]).toEqual(
      once,
    );
  });

  it("are documented as texts", () => {
    const app = express5();
    app.get("/");
    const { components } = openapi(app, {
      info: { title: "Articles", version: "1.0.0" },
      errors,
      ...format,
    });

    expect(components.schemas["Problem"]).toMatchObject({
      properties: {
        timestamp: { type: "string" },
        path: { type: "string" },
        status: { type: "integer" },
      },
    });
  });

  it("are in a mock, with the path that a test asks for", async () => {
    const mock = problemResponse(errors.article_gone, undefined, {
      ...format,
      path: "/articles/7",
    });
    const other = problemResponse(errors.article_gone, undefined, format);

    expect(await mock.json()).toMatchObject({
      path: "/articles/7",
      timestamp: expect.stringMatching(/^20\d\d-/),
    });
    expect(await other.json()).toMatchObject({ path: "/" });
  });

  it("are cut where a client sends a long or absolute address", async () => {
    await using app = await serve(() => {}, format);
    const long = await app.api.get(`/${"é".repeat(2000)}`);

    expect(JSON.parse(long.text).path).toHaveLength(1024);
  });
});

it.each<[string, () => unknown, string]>([
  [
    "an empty name",
    () => railsErrors({ base: "" }),
    'railsErrors: base must be a non-empty string such as "body", got "".',
  ],
  ["a text", () => nestErrors("time" as never), "nestErrors: options must be an object"],
  [
    "a wrong value",
    () => nestErrors({ pathAndTime: "yes" as never }),
    "nestErrors: pathAndTime must be true or false",
  ],
])("refuses %s when the app starts", (_what, start, message) => {
  expect(start).toThrow(TypeError);
  expect(start).toThrow(message);
});
