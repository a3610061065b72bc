import { Router } from "express";
import { asyncHandler, validate } from "express-backstop";
import { operation } from "express-backstop/openapi";
import { errors } from "../errors.ts";
import type { ArticleRepository } from "./article-repository.ts";
import { Article, ArticleBody, ArticleId, ArticlePage, Health, PageQuery } from "./schemas.ts";

const { article_not_found, article_slug_taken } = errors;

/** Creates the routes of the article API. */
export function routes(articles: ArticleRepository) {
  const router = Router();

  router.get(
    "/health",
    operation({ summary: "Check whether the API is up", tags: ["Status"] }),
    validate({ response: { 200: Health } }),
    (_req, res) => {
      res.json({ status: "ok" });
    },
  );

  router.use("/articles", operation({ tags: ["Articles"] }));

  router.get(
    "/articles",
    operation({ summary: "List the articles, newest first", errors: [] }),
    validate({ query: PageQuery, response: { 200: ArticlePage } }),
    asyncHandler(async (req, res) => {
      const { page, limit } = req.query;
      const { items, total } = await articles.list({ page, limit });
      res.json({ items, page, limit, total });
    }),
  );

  router.post(
    "/articles",
    operation({ summary: "Create an article", errors: [article_slug_taken] }),
    validate({ body: ArticleBody, response: { 201: Article } }),
    asyncHandler(async (req, res) => {
      const article = await articles.create(req.body);
      res.status(201).location(`/articles/${article.id}`).json(article);
    }),
  );

  router.get(
    "/articles/:id",
    operation({ summary: "Read an article", errors: [article_not_found] }),
    validate({ params: ArticleId, response: { 200: Article } }),
    asyncHandler(async (req, res) => {
      const article = await articles.find(req.params.id);
      if (!article) throw article_not_found({ articleId: req.params.id });
      res.json(article);
    }),
  );

  router.put(
    "/articles/:id",
    operation({ summary: "Replace an article", errors: [article_not_found, article_slug_taken] }),
    validate({ params: ArticleId, body: ArticleBody, response: { 200: Article } }),
    asyncHandler(async (req, res) => {
      const article = await articles.update(req.params.id, req.body);
      if (!article) throw article_not_found({ articleId: req.params.id });
      res.json(article);
    }),
  );

  router.delete(
    "/articles/:id",
    operation({
      summary: "Delete an article",
      errors: [article_not_found],
      responses: { 204: { description: "The article was deleted." } },
    }),
    validate({ params: ArticleId }),
    asyncHandler(async (req, res) => {
      const removed = await articles.remove(req.params.id);
      if (!removed) throw article_not_found({ articleId: req.params.id });
      res.status(204).end();
    }),
  );

  return router;
}
