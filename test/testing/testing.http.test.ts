import { AssertionError } from "node:assert";
import { runInNewContext } from "node:vm";
import express from "express";
import { asyncHandler, defineErrors, errorHandler } from "express-backstop";
import { builtInErrors } from "express-backstop/catalog";
import { errorEnvelope, jsonApi } from "express-backstop/serializers";
import {
  assertProblem,
  problemMatchers,
  type ProblemMatchers,
  recordingReporter,
} from "express-backstop/testing";
import supertest from "supertest";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";

declare module "vitest" {
  // oxlint-disable-next-line no-empty-object-type, no-unused-vars -- the way Vitest asks for it
  interface Matchers<T> extends ProblemMatchers<void> {}
}
expect.extend(problemMatchers);

const errors = defineErrors(
  {
    article_not_found: {
      status: 404,
      title: "Article not found",
      data: z.object({ articleId: z.string() }),
    },
  },
  { extend: builtInErrors },
);

const reporter = recordingReporter();
const app = express();
app.get(
  "/",
  asyncHandler(() => {
    throw errors.article_not_found({ articleId: "a17" }, { context: { shard: 3 } });
  }),
);
app.use(errorHandler({ reporter }));
const answer = () => supertest(app).get("/");

beforeEach(() => reporter.clear());

describe("recordingReporter", () => {
  it("keeps what the operator would see, until it is cleared", async () => {
    await answer();
    await answer();

    expect(reporter.records).toMatchObject([
      { code: "article_not_found", context: { shard: 3 } },
      { code: "article_not_found" },
    ]);
    reporter.clear();
    expect(reporter.records).toEqual([]);
  });
});

describe("assertProblem", () => {
  it("returns the problem of a declared error", async () => {
    const { articleId } = assertProblem(await answer(), errors.article_not_found);

    expect(articleId).toBe("a17");
  });

  it("accepts 422 for validation_failed, which validationStatus may set", () => {
    const body = { status: 422, code: "validation_failed" };

    expect(() => assertProblem(response(422, body), errors.validation_failed)).not.toThrow();
    expect(() => assertProblem(response(409, body), errors.validation_failed)).toThrow(
      "400 or 422",
    );
  });

  const good = { status: 404, code: "article_not_found", articleId: "a17", requestId: "req_1" };
  it.each([
    ["another status", response(500, good), "the status is 500 instead of 404"],
    [
      "a body that contradicts it",
      response(404, { ...good, status: 400 }),
      "differs from the HTTP status",
    ],
    [
      "another code",
      response(404, { ...good, code: "not_found" }),
      "the code is 'not_found' instead of 'article_not_found'",
    ],
    [
      "members that do not fit",
      response(404, { ...good, articleId: 17 }),
      "do not fit the declaration",
    ],
    [
      "another member",
      response(404, { ...good, articleId: "b" }),
      "articleId is 'b' instead of 'a17'",
    ],
    ["another request id", response(404, { ...good, requestId: "req_2" }), "X-Request-Id"],
    [
      "HTML",
      response(404, good, "text/html"),
      "the content type is text/html instead of application/problem+json",
    ],
    ["no JSON", { ...response(404, good), text: "<html>" }, "the code is undefined"],
  ])("says what is wrong: %s", (_name, received, what) => {
    const assert = () => assertProblem(received, errors.article_not_found, { articleId: "a17" });

    expect(assert).toThrow(AssertionError);
    expect(assert).toThrow(what);
    expect(assert).toThrow(received.text);
  });
});

describe("toBeProblem", () => {
  it("checks the same as a matcher", async () => {
    const received = await answer();

    expect(received).toBeProblem(errors.article_not_found, { articleId: "a17" });
    expect(received).not.toBeProblem(errors.not_found);
    expect(() => expect(received).toBeProblem(errors.not_found)).toThrow(
      "the code is 'article_not_found' instead of 'not_found'",
    );
    expect(() => expect(received).not.toBeProblem(errors.article_not_found)).toThrow(
      "The response is the problem article_not_found.",
    );
  });
});

describe.each([
  [
    "errorEnvelope",
    errorEnvelope(),
    {
      read: ({ error: { message, ...others } }: { error: { message: string } }) => ({
        ...others,
        detail: message,
      }),
    },
  ],
  [
    "jsonApi",
    jsonApi(),
    {
      read: ({ errors: [error], meta }: { errors: { status: string }[]; meta: object }) => ({
        ...meta,
        ...error,
        status: Number(error?.status),
      }),
      contentType: "application/vnd.api+json",
    },
  ],
])("with the serializer %s", (_name, serialize, options) => {
  const served = express();
  served.get("/", () => {
    throw errors.article_not_found({ articleId: "a17" });
  });
  served.use(errorHandler({ reporter: false, serialize }));

  it("reads the problem in a body of another format", async () => {
    const received = await supertest(served).get("/");
    const expected = { articleId: "a17" };

    expect(assertProblem(received, errors.article_not_found, expected, options)).toMatchObject({
      code: "article_not_found",
      articleId: "a17",
    });
    expect(received).toBeProblem(errors.article_not_found, expected, options);
    expect(() => assertProblem(received, errors.not_found, {}, options)).toThrow("the code is");
    expect(() => assertProblem(received, errors.article_not_found)).toThrow("content type");
  });

  it("says that reading failed", () => {
    const assert = () => assertProblem(response(404, {}), errors.not_found, {}, options);

    expect(assert).toThrow("read failed with TypeError");
  });
});

it("says what is wrong in Jest too, where Error is another one", async () => {
  const received = await answer();
  vi.stubGlobal("Error", runInNewContext("Error"));
  const result = problemMatchers.toBeProblem(received, errors.not_found);
  vi.unstubAllGlobals();

  expect(result.message()).toContain("the code is 'article_not_found' instead of 'not_found'");
});

function response(status: number, body: object, type = "application/problem+json") {
  const id = { requestId: "req_1" };
  return {
    status,
    headers: { "content-type": type, "x-request-id": "req_1" },
    text: JSON.stringify({ ...id, ...body }),
  };
}

it("compares the members of guidance in the body of a serializer", async () => {
  const format = { serialize: errorEnvelope(), guidance: true };
  const served = express();
  served.get("/", () => {
    throw errors.article_not_found({ articleId: "a17" });
  });
  served.use(errorHandler({ reporter: false, ...format }));
  const guided = await supertest(served).get("/");
  const data = { articleId: "a17" };
  const guidance = { retryable: false, category: "not_found" } as const;

  assertProblem(guided, errors.article_not_found, { ...data, ...guidance }, format);
  expect(() => assertProblem(guided, errors.article_not_found, data, format)).toThrow(
    /the body is not .*"retryable":false/s,
  );
});
