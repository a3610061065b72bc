import {
  ConflictError,
  type FieldError,
  NotFoundError,
  type ProblemSerializer,
  ValidationError,
} from "express-backstop";
import { errorEnvelope, googleApi, jsonApi } from "express-backstop/serializers";
import { describe, expect, it } from "vitest";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";
import { problem } from "../support/problem.ts";
import { throwing } from "../support/throwing.ts";

const notFound = new NotFoundError("There is no article a17.", {
  code: "article_not_found",
  title: "Article not found",
  extensions: { articleId: "a17", tries: 3, message: "an extension" },
});
const field = (part: FieldError["in"], pointer: string, code = "too_short"): FieldError => ({
  in: part,
  pointer,
  code,
  detail: code === "required" ? "is required" : "is too short",
});
const invalid = new ValidationError([
  field("body", "#/tags/1"),
  field("body", "#/a~1b%20~0/c", "required"),
  field("body", "#", "required"),
  field("query", "#/page"),
  field("query", "#/filter/author"),
  field("params", "#/id"),
  field("params", "#"),
  field("headers", "#/x-tenant", "required"),
  field("cookies", "#/session"),
]);

/** Returns the response to an error with a serializer. */
async function answer(
  express: (typeof expresses)[number][1],
  serialize: ProblemSerializer,
  thrown: unknown,
) {
  await using app = await serve((app) => app.get("/", throwing(thrown)), { express, serialize });
  const response = await app.api.get("/").set("x-request-id", "r1");
  return { response, body: JSON.parse(response.text), records: app.records };
}

describe.each(expresses)("on %s", (_name, express) => {
  it("wraps a problem in the error envelope", async () => {
    const { response, body } = await answer(express, errorEnvelope(), notFound);
    const masked = await answer(express, errorEnvelope(), new Error("secret"));
    const untold = await answer(express, errorEnvelope(), new ConflictError());

    expect(response.status).toBe(404);
    expect(response.headers["content-type"]).toBe("application/json");
    expect(body).toEqual({
      error: {
        code: "article_not_found",
        message: "There is no article a17.",
        type: "/problems/article_not_found",
        status: 404,
        articleId: "a17",
        tries: 3,
        requestId: "r1",
      },
    });
    expect(masked.body.error).toMatchObject({ code: "internal_error", status: 500 });
    expect(masked.response.text).not.toContain("secret");
    expect(untold.body.error.message).toBe("Conflict");
  });

  it("writes a JSON:API error document of a problem", async () => {
    const { response, body } = await answer(express, jsonApi(), notFound);

    expect(response.status).toBe(404);
    expect(response.headers["content-type"]).toBe("application/vnd.api+json");
    expect(body).toEqual({
      errors: [
        {
          id: "r1",
          links: { type: "/problems/article_not_found" },
          status: "404",
          code: "article_not_found",
          title: "Article not found",
          detail: "There is no article a17.",
        },
      ],
      meta: { articleId: "a17", tries: 3, message: "an extension", requestId: "r1" },
    });
  });

  it("writes one JSON:API error for each field, with a pointer or parameter", async () => {
    const { body } = await answer(express, jsonApi(), invalid);

    expect(body.errors[0]).toEqual({
      id: "r1.1",
      links: { type: "/problems/validation_failed" },
      status: "400",
      code: "too_short",
      title: "Validation failed",
      detail: "tags[1] is too short",
      source: { pointer: "/tags/1" },
      meta: { in: "body", pointer: "#/tags/1", detail: "is too short" },
    });
    expect(body.errors.map(({ source }: { source?: object }) => source)).toEqual([
      { pointer: "/tags/1" },
      { pointer: "/a~1b ~0" },
      { pointer: "" },
      { parameter: "page" },
      { parameter: "filter[author]" },
      { parameter: "id" },
      undefined,
      { header: "x-tenant" },
      { header: "Cookie" },
    ]);
    expect(body.errors.map(({ detail }: { detail: string }) => detail).slice(1, 4)).toEqual([
      "a/b ~.c is required",
      "body is required",
      "page is too short",
    ]);
    expect(new Set(body.errors.map(({ id }: { id: string }) => id)).size).toBe(9);
  });

  it("writes an error as Google's APIs do", async () => {
    const serialize = googleApi({ domain: "articles.example.com" });

    const { response, body } = await answer(express, serialize, notFound);
    const fields = await answer(express, serialize, invalid);

    expect(response.status).toBe(404);
    expect(response.headers["content-type"]).toBe("application/json");
    expect(body).toEqual({
      error: {
        code: 404,
        message: "There is no article a17.",
        status: "NOT_FOUND",
        details: [
          {
            "@type": "type.googleapis.com/google.rpc.ErrorInfo",
            reason: "ARTICLE_NOT_FOUND",
            domain: "articles.example.com",
            metadata: {
              type: "/problems/article_not_found",
              articleId: "a17",
              tries: "3",
              message: "an extension",
            },
          },
          { "@type": "type.googleapis.com/google.rpc.RequestInfo", requestId: "r1" },
        ],
      },
    });
    expect(fields.body.error.status).toBe("INVALID_ARGUMENT");
    expect(fields.body.error.details[1].fieldViolations.slice(0, 4)).toEqual([
      { field: "tags[1]", description: "is too short", reason: "TOO_SHORT" },
      { field: "a/b ~.c", description: "is required", reason: "REQUIRED" },
      { field: "body", description: "is required", reason: "REQUIRED" },
      { field: "page", description: "is too short", reason: "TOO_SHORT" },
    ]);
  });

  it.each<[string, () => unknown, string]>([
    [
      "throws",
      () => {
        throw new Error("broken");
      },
      "broken",
    ],
    [
      "returns undefined",
      () => undefined,
      "serialize must return a value that JSON can hold, got undefined",
    ],
    [
      "returns a function",
      () => jsonApi,
      "serialize must return a value that JSON can hold, got a value of type function",
    ],
    [
      "rejects",
      async () => Promise.reject(new Error("late")),
      "serialize must return the body itself, got a promise",
    ],
    ["returns a BigInt", () => ({ a: 1n }), "Do not know how to serialize a BigInt"],
  ])("sends the plain problem where the serializer %s", async (_what, make, message) => {
    const contentType = "application/vnd.api+json";
    const serialize = Object.assign(make as ProblemSerializer, { contentType });

    const { response, records } = await answer(express, serialize, notFound);

    expect(problem(response)).toMatchObject({ status: 404, code: "article_not_found" });
    expect(records[0]?.alsoFailed).toMatchObject([{ message }]);
  });

  it("negotiates the serializer's own media type against HTML", async () => {
    await using app = await serve((app) => app.get("/", throwing(notFound)), {
      express,
      serialize: jsonApi(),
      html: true,
    });
    const get = (accept: string) => app.api.get("/").set("accept", accept);

    const api = await get("application/vnd.api+json, text/html;q=0.9");
    const page = await get("text/html, application/vnd.api+json;q=0.9");

    expect(api.headers["content-type"]).toBe("application/vnd.api+json");
    expect(page.headers["content-type"]).toBe("text/html; charset=utf-8");
  });
});

it.each<[string, () => unknown, string]>([
  [
    "no domain",
    () => googleApi({} as never),
    'googleApi: domain must be a non-empty string such as "articles.example.com", got undefined',
  ],
  [
    "no options",
    () => googleApi(undefined as never),
    "googleApi: options must be an object, got undefined. It may have domain, locale.",
  ],
  ["an empty domain", () => googleApi({ domain: "" }), 'got "".'],
])("refuses %s at the start", (_what, start, message) => {
  expect(start).toThrow(TypeError);
  expect(start).toThrow(message);
});

it("refuses a serializer whose contentType is malformed", async () => {
  const serialize = Object.assign(() => ({}), { contentType: "json\r\nX-Evil: 1" });

  await expect(serve(() => {}, { serialize })).rejects.toThrow(
    "errorHandler: serialize must be a function whose contentType, if it has one, is a media type",
  );
});
