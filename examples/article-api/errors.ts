import { builtInErrors, defineErrors } from "express-backstop/catalog";
// The web page has this catalog in it. Imported like this, it has only what it uses of zod.
import * as z from "zod";

const ofArticle = z.object({ articleId: z.string() });

/** Every error of this API. Clients read its problems with the same declarations. */
export const errors = defineErrors(
  {
    article_not_found: {
      status: 404,
      title: "Article not found",
      data: ofArticle,
      detail: ({ articleId }) => `There is no article with id ${articleId}.`,
      description: "The id is unknown, or the article was deleted.",
      fix: "Look the id up in the list of articles.",
    },
    article_slug_taken: {
      status: 409,
      title: "Article title already in use",
      detail: "Another article already has this title.",
      description: "Two titles that differ only in case, accents or punctuation are the same.",
      fix: "Choose another title.",
    },
    article_changed: {
      status: 412,
      title: "Article changed in the meantime",
      data: ofArticle,
      detail: "The article has changed since you read it.",
      description: "`If-Match` does not name the current version of the article.",
      fix: "Read the article again, and repeat the request with the `ETag` of that response.",
    },
    not_your_article: {
      status: 403,
      title: "Not your article",
      data: ofArticle.extend({ author: z.string() }),
      detail: ({ author }) => `This article is written by ${author}.`,
      description: "Only the author of an article may change or delete it.",
      fix: "Use a token of the author.",
    },
    token_expired: {
      status: 401,
      title: "Token expired",
      headers: { "WWW-Authenticate": 'Bearer realm="articles", error="invalid_token"' },
      description: "The token in `Authorization` was valid once.",
      fix: "Get a new token.",
    },
    if_match_missing: {
      status: 428,
      title: "If-Match is missing",
      detail: "Send the ETag of the article that you read in the header If-Match.",
      description:
        "Without the version that it is based on, a change could undo the change of somebody else.",
      fix: "Send the `ETag` of the article in `If-Match`, or `*` to change any version.",
    },
    idempotency_key_reused: {
      status: 422,
      title: "Idempotency-Key used for another request",
      detail: "This Idempotency-Key belongs to a request with another body.",
      description: "A key stands for one request, for 24 hours.",
      fix: "Make a new key for each request, and repeat a key only with the same body.",
    },
    idempotency_key_in_use: {
      status: 409,
      title: "Idempotency-Key in use",
      detail: "A request with this Idempotency-Key is in progress.",
      headers: { "Retry-After": "1" },
      description: "The first request with this key has not finished.",
      fix: "Repeat the request later: it then gets the response of the first one.",
      retry: "later",
    },
    user_not_found: {
      status: 404,
      title: "User not found",
      data: z.object({ username: z.string() }),
      detail: ({ username }) => `There is no user ${username}.`,
      description: "The service with the repositories knows no user of this name.",
      fix: "Check the name.",
    },
  },
  { extend: builtInErrors },
);
