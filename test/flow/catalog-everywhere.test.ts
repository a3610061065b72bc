import type { RequestHandler } from "express";
import { defineErrors, validate } from "express-backstop";
import { isRetryable, retryAfter, safe } from "express-backstop/client";
import { openapi, operation } from "express-backstop/openapi";
import { problemTypes } from "express-backstop/problem-types";
import {
  assertDeclaredErrors,
  assertProblem,
  problemMatchers,
  recordingReporter,
} from "express-backstop/testing";
import supertest from "supertest";
import { afterAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { serve } from "../support/app.ts";

const errors = defineErrors({
  article_not_found: {
    status: 404,
    title: "Article not found",
    data: z.object({ articleTitle: z.string() }),
  },
});

it("sends the data of a declared error, and reports its context", async () => {
  const error = new Error("the shard is empty");
  const articleTitle = "Nothing";
  const shard = 7;
  await using app = await serve((app) =>
    app.get("/", () => {
      throw errors.article_not_found({ articleTitle }, { cause: error, context: { shard } });
    }),
  );

  const response = await app.api.get("/");

  expect(JSON.parse(response.text)).toMatchObject({ status: 404, articleTitle });
  expect(response.text).not.toContain("shard");
  expect(app.records).toMatchObject([{ context: { shard } }]);
});

it("reads known problems and failed requests with safe", async () => {
  await using app = await serve((app) => {
    app.get("/articles/:title", (req) => {
      throw errors.article_not_found({ articleTitle: req.params.title });
    });
  });
  const notFound = (title: string) => `no ${title}`;
  const tryAgainIn = (seconds: number) => `again in ${seconds}`;
  const base = `http://127.0.0.1:${app.port}`;

  async function load(url: string, title: string): Promise<unknown> {
    const fetch = (path: string) => globalThis.fetch(`${url}${path}`);

    const result = await safe(fetch(`/articles/${title}`), errors);
    if (result.ok) return await result.response.json();
    const { problem, response } = result;
    if (problem.known && problem.code === "article_not_found")
      return notFound(problem.articleTitle);
    if (isRetryable(problem, errors)) return tryAgainIn((response && retryAfter(response)) ?? 1);
    return undefined;
  }

  expect(await load(base, "Nothing")).toBe("no Nothing");
  expect(await load("http://127.0.0.1:1", "Nothing")).toBe("again in 1");
});

it("serves a page for each problem type", async () => {
  await using served = await serve((app) => {
    app.use("/problems", problemTypes(errors));
  });

  const page = await served.api.get("/problems/article_not_found").set("Accept", "text/html");

  expect(page.text).toContain("Article not found");
});

it("describes an app with openapi", async () => {
  const Article = z.object({ title: z.string() });
  const read: RequestHandler = (req, res) => void res.json({ title: req.params["title"] });
  await using served = await serve((app) => {
    app.get(
      "/articles/:title",
      operation({ errors: [errors.article_not_found] }),
      validate({ response: { 200: Article } }),
      read,
    );

    const document = openapi(app, { info: { title: "Articles", version: "1.0.0" }, errors });
    app.get("/openapi.json", operation({ hidden: true }), (req, res) => res.json(document));
  });

  const { body } = await served.api.get("/openapi.json");

  expect(body).toMatchObject({
    openapi: "3.1.1",
    paths: { "/articles/{title}": { get: { responses: { 200: {}, 404: {}, default: {} } } } },
  });
});

describe("an app whose operations declare their errors", () => {
  const reporter = recordingReporter();
  afterAll(() => assertDeclaredErrors(reporter.records));

  it("passes assertDeclaredErrors", async () => {
    await using served = await serve(
      (app) => {
        app.get("/", operation({ errors: [errors.article_not_found] }), () => {
          throw errors.article_not_found({ articleTitle: "a" });
        });
      },
      { reporter },
    );

    expect((await served.api.get("/")).status).toBe(404);
  });
});

it("tests with assertProblem, toBeProblem and recordingReporter", async () => {
  const reporter = recordingReporter();
  await using served = await serve(
    (app) => {
      app.get("/articles/:title", (req) => {
        throw errors.article_not_found({ articleTitle: req.params.title });
      });
    },
    { reporter },
  );
  const app = `http://127.0.0.1:${served.port}`;

  const response = await supertest(app).get("/articles/a");
  assertProblem(await supertest(app).get("/articles/a"), errors.article_not_found, {
    articleTitle: "a",
  });

  expect.extend(problemMatchers);
  expect(response).toBeProblem(errors.article_not_found, { articleTitle: "a" });
  expect(reporter.records).toHaveLength(2);
});
