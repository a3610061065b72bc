import express from "express";
import {
  consoleReporter,
  errorHandler,
  notFoundHandler,
  replaceErrorResponses,
  type Reporter,
  requestContext,
} from "express-backstop";
import { fetch } from "express-backstop/mappers/fetch";
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
import type { Queryable } from "./database/database.ts";
import { createDemoRecords } from "./demo/records.ts";
import { demoRoutes } from "./demo/routes.ts";
import { errors } from "./errors.ts";
import type { ArticleEvents } from "./events/article-events.ts";
import { eventRoutes } from "./events/routes.ts";
import type { Outbox } from "./jobs/outbox.ts";
import { jobRoutes } from "./jobs/routes.ts";
import type { Repos } from "./repos/repos.ts";
import { repoRoutes } from "./repos/routes.ts";
import { webPage, type WebPageFiles } from "./web-page.ts";

/** The options of `buildApp`. */
export interface AppOptions {
  /** Stores the articles. */
  articles: ArticleRepository;
  /** Checks the tokens of those who write. */
  tokens: Tokens;
  /** Sends the changes of articles. Default: nothing does, and there is no route for them. */
  events?: ArticleEvents;
  /** Has the jobs that follow articles, and the feed. Default: none, and there are no routes for them. */
  jobs?: { readonly outbox: Outbox; readonly database: Queryable };
  /** Knows the repositories of users of GitHub. Default: none, and there is no route for them. */
  repos?: Repos;
  /** Receives a record of each failure. Default: prints it to stderr. */
  reporter?: Reporter | false;
  /** The milliseconds that a request may take. Default: 30,000. */
  timeout?: number;
  /** The web page at `/`. Default: none. */
  page?: WebPageFiles;
  /** Whether visitors of the page may break things, see the records of it, and sign in as anybody. Default: false. */
  demo?: boolean;
}

/** Creates the article API as an Express app that does not listen yet. */
export function buildApp(options: AppOptions) {
  const {
    articles,
    tokens,
    events,
    jobs,
    repos,
    timeout = 30_000,
    reporter = consoleReporter(),
    page,
    demo = false,
  } = options;
  const records = createDemoRecords();
  const app = express();
  app.disable("x-powered-by");

  app.use(requestContext({ timeout }));
  // What is not sent by errorHandler, such as an error page of Swagger UI, is a problem as well.
  app.use(replaceErrorResponses());
  app.get("/ready", operation({ hidden: true }), readiness());
  app.use(express.json({ limit: maximumBodyBytes }));
  // In front of the articles, because "events" is not an id.
  if (events) app.use(eventRoutes(events));
  app.use(routes(articles, signedIn(tokens)));
  if (jobs) app.use(jobRoutes(jobs.outbox, jobs.database, signedIn(tokens)));
  if (repos) app.use(repoRoutes(repos));
  if (page) app.use(webPage(page, demo));
  if (demo) app.use("/demo", demoRoutes(tokens, records));
  // The `type` of every problem is the URL of one of these pages.
  app.use("/problems", problemTypes(errors));
  // Describes the routes that are mounted above this line.
  app.use(apiDocs(openapi(app, { info, errors, components })));

  app.use(notFoundHandler());
  app.use(
    errorHandler({
      mappers: [jwt({ realm }), postgres({ constraints }), fetch()],
      reporter: [...(reporter ? [reporter] : []), ...(demo ? [records.reporter] : [])],
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
