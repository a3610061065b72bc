import express, { type Express } from "express";
import {
  errorHandler,
  type ErrorHandlerOptions,
  notFoundHandler,
  requestContext,
} from "express-backstop";
import { postgres } from "express-backstop/mappers/postgres";
import { openapi, operation } from "express-backstop/openapi";
import { problemTypes } from "express-backstop/problem-types";
import { readiness } from "express-backstop/process";
import { apiDocs } from "./api-docs.ts";
import type { ArticleRepository } from "./articles.ts";
import { errors } from "./errors.ts";
import { routes } from "./routes.ts";

/** What the app needs from outside. */
export interface AppOptions {
  /** Where the articles are. */
  articles: ArticleRepository;
  /** Who hears of failures. Default: the console. */
  reporter?: ErrorHandlerOptions["reporter"];
}

/** Builds the article API; listening is up to the caller. */
export function buildApp({ articles, reporter }: AppOptions): Express {
  const app = express();
  app.disable("x-powered-by");

  app.use(requestContext({ timeout: 30_000 }));
  app.get("/ready", operation({ hidden: true }), readiness());
  app.use(express.json());
  app.use(routes(articles));
  // Where the `type` of every problem points.
  app.use("/problems", problemTypes(errors));
  // Of the routes above.
  app.use(apiDocs(openapi(app, { info, errors })));

  app.use(notFoundHandler());
  app.use(
    errorHandler({
      mappers: [postgres({ constraints })],
      ...(reporter !== undefined && { reporter }),
    }),
  );
  return app;
}

const info = {
  title: "Articles",
  version: "1.0.0",
  description: "Articles with titles that are unique. Every failure is an RFC 9457 problem.",
};

const constraints = {
  articles_slug_key: { error: errors.article_slug_taken, field: "title" },
};
