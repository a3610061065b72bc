import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import express from "express";
import { defineErrors, validate } from "express-backstop";
import { builtInErrors } from "express-backstop/catalog";
import { openapi, type OpenApiDocument, operation } from "express-backstop/openapi";
import { errorEnvelope } from "express-backstop/serializers";
import openapiTS, { astToString } from "openapi-typescript";
import request from "supertest";
import { generateApi } from "swagger-typescript-api";
import { afterAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { createTokens } from "../../examples/article-api/accounts/tokens.ts";
import { buildApp } from "../../examples/article-api/app.ts";
import type { ArticleRepository } from "../../examples/article-api/articles/article-repository.ts";
import type { Database } from "../../examples/article-api/database/database.ts";
import type { ArticleEvents } from "../../examples/article-api/events/article-events.ts";
import type { Outbox } from "../../examples/article-api/jobs/outbox.ts";
import type { Repos } from "../../examples/article-api/repos/repos.ts";
import { describeApp } from "../support/described-app.ts";
import { typecheck } from "../support/typecheck.ts";

const run = promisify(execFile);
const bin = fileURLToPath(new URL("node_modules/.bin/", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "generators-"));
afterAll(() => rmSync(folder, { recursive: true }));

const errors = defineErrors(
  {
    article_gone: {
      status: 410,
      title: "Article gone",
      data: z.object({ articleId: z.string().nullable() }),
    },
  },
  { extend: builtInErrors },
);

/** Writes the document of an app with one route. */
function writeDocument(version: "3.0" | "3.1" | "3.2"): string {
  const app = express();
  const Article = z
    .object({ title: z.string().nullable(), place: z.tuple([z.number(), z.number()]) })
    .meta({ id: "Article" });
  app.put(
    "/articles/:id",
    validate({ body: Article, response: { 200: Article } }),
    operation({ errors: [errors.article_gone, errors.gone] }).handler((_req, res) => res.end()),
  );
  const document = openapi(app, { info: { title: "A", version: "1" }, errors, openapi: version });
  const path = join(folder, `${version}.json`);
  writeFileSync(path, JSON.stringify(document));
  return path;
}

/** Returns the document of the article API with all of its routes. */
async function articleDocument(): Promise<OpenApiDocument> {
  // Only a request to a route of the document reads its database, events, outbox and repositories.
  const app = buildApp({
    articles: {} as ArticleRepository,
    events: {} as ArticleEvents,
    jobs: { outbox: {} as Outbox, database: {} as Database },
    repos: {} as Repos,
    tokens: createTokens("a secret of more than thirty-two bytes"),
    reporter: false,
  });
  return (await request(app).get("/openapi.json").expect(200)).body as OpenApiDocument;
}

/** Writes types with openapi-typescript. */
async function typesOf(document: object): Promise<string> {
  return astToString(await openapiTS(JSON.stringify(document)));
}

/** Writes a client with swagger-typescript-api. */
async function clientOf(document: object): Promise<string> {
  // It types documents of its own version of the specification.
  const spec = JSON.parse(JSON.stringify(document)) as never;
  const { files } = await generateApi({ spec, output: false, silent: true });
  return files.map(({ fileContent }) => fileContent).join("\n");
}

/** Returns the text of all files in a folder. */
function readAll(path: string): string {
  return readdirSync(path, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => readFileSync(join(path, file), "utf8"))
    .join("\n");
}

describe.each(["3.0", "3.1", "3.2"] as const)("OpenAPI %s", (version) => {
  it(
    "is accepted by orval and hey-api, whose clients have the codes of the route",
    { timeout: 120_000 },
    async () => {
      const input = writeDocument(version);
      const orval = join(folder, `orval-${version}`);
      const heyApi = join(folder, `hey-api-${version}`);

      await run(join(bin, "orval"), ["--input", input, "--output", join(orval, "client.ts")], {
        cwd: folder,
      });
      await run(
        join(bin, "openapi-ts"),
        ["--input", input, "--output", heyApi, "--plugins", "@hey-api/typescript"],
        { cwd: folder },
      );

      expect(existsSync(orval)).toBe(true);
      for (const text of [readAll(orval), readAll(heyApi)]) {
        expect(text).toMatch(/article_gone/);
        expect(text).toMatch(/ArticleGoneProblem/);
        expect(text).toMatch(/articleId/);
        expect(text).toMatch(/string \| null/);
      }
    },
  );

  it.each([
    ["plain problems", {}],
    ["guidance", { guidance: true }],
    ["a serializer", { serialize: errorEnvelope() }],
  ])(
    "is accepted by openapi-typescript and swagger-typescript-api with %s",
    async (_what, options) => {
      const document = describeApp({ openapi: version, ...options });

      expect(await typesOf(document)).toContain("postArticlesById");
      expect(await clientOf(document)).toContain("postArticlesById");
    },
  );
});

it("gives swagger-typescript-api a client that has the errors of a route of the article API", async () => {
  const api = await clientOf(await articleDocument());

  const mistakes = await typecheck({
    "api.ts": api,
    "use.ts": `
      import { Api } from "./api.ts";
      const api = new Api({ baseUrl: "http://127.0.0.1:1" });
      export async function read(id: string): Promise<string> {
        const { data, error } = await api.articles.getArticlesById(id);
        if (error.code === "article_not_found" && "articleId" in error) error.articleId satisfies string;
        error.code satisfies "validation_failed" | "article_not_found" | string;
        // @ts-expect-error - no member of an article
        data.headline;
        return data.title;
      }
    `,
  });

  expect(mistakes).toBe("");
});

it("gives openapi-typescript types that distinguish the errors of a route of the article API", async () => {
  const api = await typesOf(await articleDocument());

  const mistakes = await typecheck({
    "api.ts": api,
    "use.ts": `
      import type { operations } from "./api.ts";
      type Responses<Name extends keyof operations> = operations[Name]["responses"];
      type Refused<Name extends keyof operations, Status extends keyof Responses<Name>> =
        Responses<Name>[Status] extends { content: { "application/problem+json": infer Body } } ? Body : never;

      declare const article: Responses<"getArticlesById">[200]["content"]["application/json"];
      const title: string = article.title;
      const createdAt: string = article.createdAt;

      declare const missing: Refused<"getArticlesById", 404>;
      const articleId: string = missing.articleId;
      const code: "article_not_found" = missing.code;
      const status: 404 = missing.status;

      declare const bad: Refused<"postArticles", 400>;
      switch (bad.code) {
        case "validation_failed": bad.errors[0]?.pointer satisfies string | undefined; break;
        case "invalid_json": bad.status satisfies 400; break;
        // @ts-expect-error - a code that this route does not respond with
        case "article_not_found": break;
        default: bad satisfies never;
      }
      // @ts-expect-error - a status that this route does not declare
      type Never = Responses<"getArticles">[404];
      export { title, createdAt, articleId, code, status, type Never };
    `,
  });

  expect(mistakes).toBe("");
});
