import { Router } from "express";
import { asyncHandler, type Guard, validate } from "express-backstop";
import { operation } from "express-backstop/openapi";
import { userOf } from "../accounts/signed-in.ts";
import { errors } from "../errors.ts";
import type { Allowed, ArticleRepository } from "./article-repository.ts";
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

const { article_not_found, article_slug_taken } = errors;
const { idempotency_key_reused, idempotency_key_in_use } = errors;
/** The errors of an operation that needs a token. */
const ofToken = [errors.unauthorized, errors.token_expired];
/** The errors of an operation that changes an article. */
const ofChange = [
  ...ofToken,
  errors.not_your_article,
  article_not_found,
  errors.article_changed,
  errors.if_match_missing,
];

/** Creates the routes of the article API. Only who passes the guard may write. */
export function routes(articles: ArticleRepository, signedIn: Guard) {
  const router = Router();

  /** Returns why no article was changed. */
  async function refusal(articleId: string, allowed: Allowed) {
    const article = await articles.find(articleId);
    if (!article) return article_not_found({ articleId });
    const { author } = article;
    if (author !== allowed.author) return errors.not_your_article({ articleId, author });
    return errors.article_changed({ articleId });
  }

  router.get(
    "/health",
    operation({ summary: "Check whether the API is up", tags: ["Status"], errors: [] }),
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
      security,
      errors: [...ofToken, article_slug_taken, idempotency_key_reused, idempotency_key_in_use],
    }),
    signedIn,
    validate(
      { headers: CreateHeaders, body: ArticleBody, response: { 201: Article } },
      { revealRules: ["headers"] },
    ),
    asyncHandler(async (req, res) => {
      const article = await articles.create(
        req.body,
        userOf(req).name,
        req.headers["idempotency-key"],
      );
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
      security,
      parameters: [ifMatch],
      errors: [...ofChange, article_slug_taken],
    }),
    signedIn,
    validate({ params: ArticleId, body: ArticleBody, response: { 200: Article } }),
    asyncHandler(async (req, res) => {
      const allowed = { author: userOf(req).name, versions: readIfMatch(req.headers["if-match"]) };
      const article = await articles.update(req.params.id, req.body, allowed);
      if (!article) throw await refusal(req.params.id, allowed);
      // The body is the new article, so its ETag may be sent: https://www.rfc-editor.org/rfc/rfc9110.html#section-8.7
      res.set({ ETag: toETag(article.version), "Content-Location": `/articles/${article.id}` });
      res.json(article);
    }),
  );

  router.delete(
    "/articles/:id",
    operation({
      summary: "Delete an article",
      security,
      parameters: [ifMatch],
      errors: ofChange,
      responses: { 204: { description: "The article was deleted." } },
    }),
    signedIn,
    validate({ params: ArticleId }),
    asyncHandler(async (req, res) => {
      const allowed = { author: userOf(req).name, versions: readIfMatch(req.headers["if-match"]) };
      const removed = await articles.remove(req.params.id, allowed);
      if (!removed) throw await refusal(req.params.id, allowed);
      res.status(204).end();
    }),
  );

  return router;
}

/** The security scheme of the OpenAPI document. */
const security = [{ bearer: [] }];

const ifMatch = {
  name: "if-match",
  in: "header",
  required: true,
  description: "The `ETag` of the version to change, or `*` for any.",
  schema: { type: "string" },
};
