import express from "express";
import {
  errorHandler,
  type ErrorHandlerOptions,
  notFoundHandler,
  replaceErrorResponses,
  requestContext,
} from "express-backstop";
import { jwt } from "express-backstop/mappers/jwt";
import { postgres } from "express-backstop/mappers/postgres";
import { openapi, operation } from "express-backstop/openapi";
import { problemTypes } from "express-backstop/problem-types";
import { readiness } from "express-backstop/process";
import { realm, signedIn } from "./accounts/signed-in.ts";
import type { Tokens } from "./accounts/tokens.ts";
import { apiDocs } from "./api-docs.ts";
import type { ArticleRepository } from "./articles/article-repository.ts";
import { routes } from "./articles/routes.ts";
import { maximumBodyBytes } from "./articles/schemas.ts";
import { errors } from "./errors.ts";

/** The options of `buildApp`. */
export interface AppOptions {
  /** Stores the articles. */
  articles: ArticleRepository;
  /** Checks the tokens of those who write. */
  tokens: Tokens;
  /** Receives a record of each failure. Default: prints it to stderr. */
  reporter?: ErrorHandlerOptions["reporter"];
}

/** Creates the article API as an Express app that does not listen yet. */
export function buildApp({ articles, tokens, reporter }: AppOptions) {
  const app = express();
  app.disable("x-powered-by");

  app.use(requestContext({ timeout: 30_000 }));
  // What is not sent by errorHandler, such as an error page of Swagger UI, is a problem as well.
  app.use(replaceErrorResponses());
  app.get("/ready", operation({ hidden: true }), readiness());
  app.use(express.json({ limit: maximumBodyBytes }));
  app.use(routes(articles, signedIn(tokens)));
  // The `type` of every problem is the URL of one of these pages.
  app.use("/problems", problemTypes(errors));
  // Describes the routes that are mounted above this line.
  app.use(apiDocs(openapi(app, { info, errors, components })));

  app.use(notFoundHandler());
  app.use(
    errorHandler({
      mappers: [jwt({ realm }), postgres({ constraints })],
      ...(reporter !== undefined && { reporter }),
    }),
  );
  return app;
}

const info = {
  title: "Articles",
  version: "1.0.0",
  description: "Articles with unique titles. Every error response is an RFC 9457 problem.",
};

const components = {
  securitySchemes: { bearer: { type: "http", scheme: "bearer", bearerFormat: "JWT" } },
};

const constraints = {
  articles_slug_key: { error: errors.article_slug_taken, field: "title" },
};
