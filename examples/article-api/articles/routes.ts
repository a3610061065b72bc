import { Router } from "express";
import { asyncHandler, validate } from "express-backstop";
import { operation } from "express-backstop/openapi";
import { errors } from "../errors.ts";
import type { ArticleRepository } from "./article-repository.ts";
import { toCursor } from "./cursor.ts";
import {
  Article,
  ArticleBody,
  ArticleId,
  ArticleList,
  CreateHeaders,
  Health,
  ListQuery,
} from "./schemas.ts";
import { readIfMatch, toETag } from "./versions.ts";

const { article_not_found, article_slug_taken, article_changed } = errors;
const { if_match_missing, idempotency_key_reused, idempotency_key_in_use } = errors;

/** Creates the routes of the article API. */
export function routes(articles: ArticleRepository) {
  const router = Router();

  /** Returns why no article was changed. */
  async function refusal(articleId: string) {
    const exists = await articles.find(articleId);
    return exists ? article_changed({ articleId }) : article_not_found({ articleId });
  }

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
    operation({ summary: "List the articles, newest first, without their contents", errors: [] }),
    validate({ query: ListQuery, response: { 200: ArticleList } }),
    asyncHandler(async (req, res) => {
      const { limit, cursor } = req.query;
      const { items, next } = await articles.list({ limit, after: cursor });
      res.json({ items, nextCursor: next && toCursor(next) });
    }),
  );

  router.post(
    "/articles",
    operation({
      summary: "Create an article",
      description:
        "Send an `Idempotency-Key` to repeat the request safely if its response is lost.",
      errors: [article_slug_taken, idempotency_key_reused, idempotency_key_in_use],
    }),
    validate(
      { headers: CreateHeaders, body: ArticleBody, response: { 201: Article } },
      { revealRules: ["headers"] },
    ),
    asyncHandler(async (req, res) => {
      const article = await articles.create(req.body, req.headers["idempotency-key"]);
      res.status(201).location(`/articles/${article.id}`);
      res.set("ETag", toETag(article.version)).json(article);
    }),
  );

  router.get(
    "/articles/:id",
    operation({
      summary: "Read an article",
      description:
        "The `ETag` is for `If-Match`, and for `If-None-Match`, which is a 304 if nothing changed.",
      errors: [article_not_found],
    }),
    validate({ params: ArticleId, response: { 200: Article } }),
    asyncHandler(async (req, res) => {
      const article = await articles.find(req.params.id);
      if (!article) throw article_not_found({ articleId: req.params.id });
      res.set("ETag", toETag(article.version)).json(article);
    }),
  );

  router.put(
    "/articles/:id",
    operation({
      summary: "Replace an article",
      parameters: [ifMatch],
      errors: [article_not_found, article_slug_taken, article_changed, if_match_missing],
    }),
    validate({ params: ArticleId, body: ArticleBody, response: { 200: Article } }),
    asyncHandler(async (req, res) => {
      const versions = readIfMatch(req.headers["if-match"]);
      const article = await articles.update(req.params.id, req.body, versions);
      if (!article) throw await refusal(req.params.id);
      // The body is the new article, so its ETag may be sent: https://www.rfc-editor.org/rfc/rfc9110.html#section-8.7
      res.set({ ETag: toETag(article.version), "Content-Location": `/articles/${article.id}` });
      res.json(article);
    }),
  );

  router.delete(
    "/articles/:id",
    operation({
      summary: "Delete an article",
      parameters: [ifMatch],
      errors: [article_not_found, article_changed, if_match_missing],
      responses: { 204: { description: "The article was deleted." } },
    }),
    validate({ params: ArticleId }),
    asyncHandler(async (req, res) => {
      const removed = await articles.remove(req.params.id, readIfMatch(req.headers["if-match"]));
      if (!removed) throw await refusal(req.params.id);
      res.status(204).end();
    }),
  );

  return router;
}

const ifMatch = {
  name: "if-match",
  in: "header",
  required: true,
  description: "The `ETag` of the version to change, or `*` for any.",
  schema: { type: "string" },
};
