import type { Express } from "express";
import type { OpenApiDocument, OpenApiResponse } from "express-backstop/openapi";
import request from "supertest";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTokens } from "../../examples/article-api/accounts/tokens.ts";
import { buildApp } from "../../examples/article-api/app.ts";
import { articleRepository } from "../../examples/article-api/articles/article-repository.ts";
import { memoryCache } from "../../examples/article-api/cache/memory-cache.ts";
import type { Database } from "../../examples/article-api/database/database.ts";
import { articleEvents } from "../../examples/article-api/events/article-events.ts";
import { createOutbox } from "../../examples/article-api/jobs/outbox.ts";
import { cachedRepos } from "../../examples/article-api/repos/repos.ts";
import { mistakesIn, schemasOf } from "../openapi-tools/validate.ts";
import { openArticleDatabase } from "../support/article-database.ts";

const tokens = createTokens("a secret of more than thirty-two bytes");
const nobody = "00000000-0000-0000-0000-000000000000";

let database: Database;
let app: Express;
let document: OpenApiDocument;

beforeAll(async () => {
  database = await openArticleDatabase();
  const cache = memoryCache();
  app = buildApp({
    articles: articleRepository(database),
    events: articleEvents(database),
    jobs: { outbox: createOutbox(database), database },
    repos: cachedRepos({ cache, url: "http://127.0.0.1:2" }),
    tokens,
    reporter: false,
  });
  document = (await request(app).get("/openapi.json").expect(200)).body as OpenApiDocument;
});
afterAll(() => database.close());

describe("the OpenAPI document of the article API", () => {
  test("is valid, and has every route of the API with its errors", async () => {
    const operations = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, { responses }]) => [
        `${method.toUpperCase()} ${path}`,
        Object.keys(responses).join(" "),
      ]),
    );

    expect(Object.fromEntries(operations)).toEqual({
      "GET /health": "200 default",
      "GET /articles/events": "200 400 default",
      "GET /jobs": "200 400 401 default",
      "POST /jobs/{id}/retry": "202 400 401 404 409 default",
      "GET /feed": "200 404 default",
      "GET /repos/{username}": "200 400 404 502 503 504 default",
      "GET /articles": "200 400 default",
      "POST /articles": "201 400 401 409 413 415 422 default",
      "GET /articles/{id}": "200 400 404 default",
      "PUT /articles/{id}": "200 400 401 403 404 409 412 413 415 428 default",
      "DELETE /articles/{id}": "204 400 401 403 404 412 428 default",
    });
    expect(await mistakesIn(document)).toBeUndefined();
  });

  test("describes the responses that the API sends", async () => {
    const mistakes = schemasOf(document);
    const ada = request.agent(app).set("Authorization", await bearer("ada"));
    const grace = request.agent(app).set("Authorization", await bearer("grace"));
    const article = { title: "Described", content: "Words." };
    const created = await ada.post("/articles").send(article);
    const path = `/articles/${created.body.id}`;
    const put = (to: string) => ada.put(to).send(article);
    const remove = (from: string) => ada.delete(from);
    const post = (key: string, body: object) =>
      ada.post("/articles").set("Idempotency-Key", key).send(body);
    const answers: [operation: string, answer: request.Response, status: number][] = [
      ["GET /health", await ada.get("/health"), 200],
      ["POST /articles", created, 201],
      ["POST /articles", await ada.post("/articles").send(article), 409],
      ["POST /articles", await ada.post("/articles").send({ tags: [7] }), 400],
      ["POST /articles", await ada.post("/articles").type("json").send('{"a'), 400],
      ["POST /articles", await ada.post("/articles").type("xml").send("<a/>"), 415],
      [
        "POST /articles",
        await ada.post("/articles").send({ ...article, content: "x".repeat(700_000) }),
        413,
      ],
      ["GET /articles", await ada.get("/articles"), 200],
      ["GET /articles", await ada.get("/articles?limit=0"), 400],
      ["GET /articles/{id}", await ada.get(path), 200],
      ["GET /articles/{id}", await ada.get(`/articles/${nobody}`), 404],
      ["PUT /articles/{id}", await put(path).set("If-Match", '"1"'), 200],
      ["PUT /articles/{id}", await put(path).set("If-Match", '"1"'), 412],
      ["PUT /articles/{id}", await put(path), 428],
      ["PUT /articles/{id}", await request(app).put(path), 401],
      [
        "PUT /articles/{id}",
        await grace.put(path).set("If-Match", "*").send({ title: "Mine", content: "Words." }),
        403,
      ],
      ["PUT /articles/{id}", await put(`/articles/${nobody}`).set("If-Match", "*"), 404],
      ["DELETE /articles/{id}", await remove(`/articles/${nobody}`).set("If-Match", "*"), 404],
      ["DELETE /articles/{id}", await remove(path).set("If-Match", '"1"'), 412],
      ["DELETE /articles/{id}", await remove(path), 428],
      ["POST /articles", await post("key", { title: "Once", content: "Words." }), 201],
      ["POST /articles", await post("key", { title: "Twice", content: "Words." }), 422],
      ["GET /jobs", await ada.get("/jobs"), 200],
      ["GET /jobs", await request(app).get("/jobs"), 401],
      ["POST /jobs/{id}/retry", await ada.post(`/jobs/${nobody}/retry`), 404],
      ["GET /feed", await ada.get("/feed"), 404],
      ["GET /repos/{username}", await ada.get("/repos/ada"), 503],
    ];

    for (const [operation, answer, status] of answers) {
      const [method = "", template = ""] = operation.toLowerCase().split(" ");
      const responses = document.paths[template]?.[method]?.responses ?? {};
      // The API refers to components for nothing but `default`.
      const { content } = responses[answer.status] as OpenApiResponse;

      const { schema } = content?.[answer.type] ?? { schema: { not: {} } };
      expect([operation, answer.status]).toEqual([operation, status]);
      expect([operation, status, mistakes(schema, answer.body)]).toEqual([
        operation,
        status,
        undefined,
      ]);
    }
  });

  test("is shown by a page that loads nothing from other servers", async () => {
    const page = await request(app).get("/docs/").expect(200);
    const files = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file = ""]) => file);

    expect(files).toContain("./swagger-initializer.js");
    for (const file of files) {
      const asset = await request(app).get(new URL(file, "http://host/docs/").pathname);
      expect(file).toMatch(/^(?:\.\/)?[\w.-]+$/);
      expect([file, asset.status]).toEqual([file, 200]);
    }
    const { text } = await request(app).get("/docs/swagger-initializer.js");
    expect(text).toContain('url: "../openapi.json"');
  });
});

async function bearer(name: string): Promise<string> {
  return `Bearer ${await tokens.sign({ name })}`;
}
