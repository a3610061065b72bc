import { readFileSync } from "node:fs";
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
import { serve } from "./support/app.ts";
import { startExample } from "./support/example.ts";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const blocks = (language: string): string[] =>
  [...readme.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, "g"))].map(
    ([, code = ""]) => code,
  );

const errors = defineErrors({
  article_not_found: {
    status: 404,
    title: "Article not found",
    data: z.object({ articleTitle: z.string() }),
  },
});

/** A formatter breaks lines where it likes. */
const squeezed = (code: string): string => code.replaceAll(/\s/g, "").replaceAll(/,([)}])/g, "$1");

async function run(example: string) {
  const command = `tsx --conditions=express-backstop/source examples/${example}/server.ts`;
  const server = await startExample(command, {});
  return {
    api: supertest(`http://127.0.0.1:${server.port}`),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

describe("the README", () => {
  it.each(["quick-start", "declared-errors"])("shows the app of %s as it is", (example) => {
    const file = new URL(`../examples/${example}/server.ts`, import.meta.url);

    expect(blocks("ts")).toContain(readFileSync(file, "utf8"));
  });

  it("shows the answers that they give", async () => {
    await using quickStart = await run("quick-start");
    await using declaredErrors = await run("declared-errors");

    const invalid = await quickStart.api.post("/articles").send({ title: "" });
    const missing = await declaredErrors.api.get("/articles/Nothing");

    const [first = "", second = ""] = blocks("json");
    for (const [response, shown] of [
      [invalid, first],
      [missing, second],
    ] as const) {
      const { requestId, ...members } = JSON.parse(shown) as Record<string, unknown>;
      expect(JSON.parse(response.text)).toEqual({ ...members, requestId: expect.any(String) });
      expect(requestId).toMatch(/^req_/);
    }
  });

  it("shows no line of code that is not run below", () => {
    const own = squeezed(readFileSync(import.meta.filename, "utf8"));
    const lines = blocks("js").flatMap((code) => code.split("\n"));

    expect(lines.length).toBeGreaterThan(10);
    for (const line of lines) expect(own).toContain(squeezed(line));
  });
});

it("throws a declared error as shown", async () => {
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

it("reads problems as shown", async () => {
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

it("serves the pages of the types as shown", async () => {
  await using served = await serve((app) => {
    app.use("/problems", problemTypes(errors));
  });

  const page = await served.api.get("/problems/article_not_found").set("Accept", "text/html");

  expect(page.text).toContain("Article not found");
});

it("describes an app as shown", async () => {
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
  afterAll(() => assertDeclaredErrors(reporter.records)); // every error was one that its operation declares

  it("is tested as shown", async () => {
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

it("tests with it as shown", async () => {
  const reporter = recordingReporter(); // errorHandler({ reporter }); reporter.records has what the operator would see
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

  expect.extend(problemMatchers); // Vitest, Jest
  expect(response).toBeProblem(errors.article_not_found, { articleTitle: "a" });
  expect(reporter.records).toHaveLength(2);
});
