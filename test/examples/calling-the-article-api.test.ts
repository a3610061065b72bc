import type { RequestListener } from "node:http";
import express from "express";
import { asyncHandler, errorHandler } from "express-backstop";
import { safe, toHttpError } from "express-backstop/client";
import { assertProblem, problemMatchers } from "express-backstop/testing";
import supertest from "supertest";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTokens } from "../../examples/article-api/accounts/tokens.ts";
import { buildApp } from "../../examples/article-api/app.ts";
import { articleRepository } from "../../examples/article-api/articles/article-repository.ts";
import type { Database } from "../../examples/article-api/database/database.ts";
import { errors } from "../../examples/article-api/errors.ts";
import { serve } from "../support/app.ts";
import { openArticleDatabase } from "../support/article-database.ts";

const tokens = createTokens("a secret of more than thirty-two bytes");
const nobody = "00000000-0000-0000-0000-000000000000";

describe("a service that calls the article API", () => {
  let database: Database;
  let app: express.Express;
  beforeAll(async () => {
    database = await openArticleDatabase();
    app = buildApp({ articles: articleRepository(database), tokens, reporter: false });
  });
  afterAll(() => database.close());

  it("translates the problems that it knows, and reveals nothing of the others", async () => {
    await using articles = await serve((outer) => outer.use(app));
    const service = express();
    service.get(
      "/reviews/:id",
      asyncHandler(async (req, res) => {
        const address = `http://127.0.0.1:${articles.port}/articles/${req.params["id"]}`;
        const upstream = await safe(fetch(address, { signal: AbortSignal.timeout(2000) }), errors);
        if (!upstream.ok) {
          const { problem } = upstream;
          if (problem.known && problem.code === "article_not_found") {
            throw errors.article_not_found({ articleId: problem.articleId });
          }
          throw toHttpError(problem);
        }
        res.end();
      }),
    );
    service.use(errorHandler({ reporter: false }));

    const missing = await supertest(service as RequestListener).get(`/reviews/${nobody}`);
    const other = await supertest(service as RequestListener).get("/reviews/none");

    assertProblem(missing, errors.article_not_found, { articleId: nobody });
    assertProblem(other, errors.bad_gateway);
    expect(other.text).not.toContain("validation");
  });

  it("is tested with assertProblem and toBeProblem", async () => {
    const response = await supertest(app).get(`/articles/${nobody}`);
    assertProblem(response, errors.article_not_found, { articleId: nobody });

    expect.extend(problemMatchers);
    expect(response).toBeProblem(errors.article_not_found, { articleId: nobody });
  });
});
