import { builtInErrors, defineErrors } from "express-backstop/catalog";
// The web page has this catalog in it. Imported like this, it has only what it uses of zod.
import * as z from "zod";

const ofArticle = z.object({ articleId: z.string() });
const ofJob = z.object({ jobId: z.string() });

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
    notification_refused: {
      status: 502,
      title: "Notification refused",
      description: "A subscriber does not want to know of an article. It would refuse it again.",
      fix: "Correct the address of the subscriber, and retry the job.",
      retry: "never",
    },
    job_abandoned: {
      status: 500,
      title: "Job abandoned",
      description: "The worker ended without an outcome each time that it began with the job.",
      fix: "Look for the process that ended, and retry the job.",
      retry: "never",
    },
    job_not_found: {
      status: 404,
      title: "Job not found",
      data: ofJob,
      detail: ({ jobId }) => `You have no job with id ${jobId}.`,
      description: "The id is unknown, the job belongs to another user, or it was done days ago.",
      fix: "Look the id up in the list of your jobs.",
    },
    job_not_dead: {
      status: 409,
      title: "Job not dead",
      data: ofJob,
      detail: ({ jobId }) => `The job ${jobId} is done, or is still tried.`,
      description: "Only a job that is not tried any more can be retried.",
      fix: "Wait until the job is done.",
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
