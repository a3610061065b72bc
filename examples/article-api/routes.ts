import { asyncHandler, validate } from "express-backstop";
import { Router } from "express";
import type { ArticleRepository } from "./articles.ts";
import { errors } from "./errors.ts";
import { ArticleBody, ArticleId, PageQuery } from "./schemas.ts";

/** The routes of the article API. */
export function routes(articles: ArticleRepository): Router {
  const router = Router();

  router.get("/health", (_req, res) => {
    res.json({ status: "ok" });
  });

  router.get(
    "/articles",
    validate({ query: PageQuery }),
    asyncHandler(async (req, res) => {
      const { page, limit } = req.query;
      const { items, total } = await articles.list({ page, limit });
      res.json({ items, page, limit, total });
    }),
  );

  router.post(
    "/articles",
    validate({ body: ArticleBody }),
    asyncHandler(async (req, res) => {
      const article = await articles.create(req.body);
      res.status(201).location(`/articles/${article.id}`).json(article);
    }),
  );

  router.get(
    "/articles/:id",
    validate({ params: ArticleId }),
    asyncHandler(async (req, res) => {
      const article = await articles.find(req.params.id);
      if (!article) throw errors.article_not_found({ articleId: req.params.id });
      res.json(article);
    }),
  );

  router.put(
    "/articles/:id",
    validate({ params: ArticleId, body: ArticleBody }),
    asyncHandler(async (req, res) => {
      const article = await articles.update(req.params.id, req.body);
      if (!article) throw errors.article_not_found({ articleId: req.params.id });
      res.json(article);
    }),
  );

  router.delete(
    "/articles/:id",
    validate({ params: ArticleId }),
    asyncHandler(async (req, res) => {
      const removed = await articles.remove(req.params.id);
      if (!removed) throw errors.article_not_found({ articleId: req.params.id });
      res.status(204).end();
    }),
  );

  return router;
}
