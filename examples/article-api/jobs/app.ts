import express, { type NextFunction, type Request, type Response } from "express";
import {
  addContext,
  asyncHandler,
  consoleReporter,
  errorHandler,
  type Guard,
  notFoundHandler,
  type Reporter,
  requestContext,
  UnauthorizedError,
  validate,
} from "express-backstop";
import { fetch } from "express-backstop/mappers/fetch";
import { postgres } from "express-backstop/mappers/postgres";
import { z } from "zod";
import type { ArticleRepository } from "../articles/article-repository.ts";
import type { Database } from "../database/database.ts";
import { renderFeed } from "./feed.ts";
import { notifySubscriber } from "./notify.ts";

/** The options of `buildJobsApp`. */
export interface JobsAppOptions {
  readonly database: Database;
  readonly articles: ArticleRepository;
  /** A text that only the workers of this process know. */
  readonly secret: string;
  readonly reporter?: Reporter | false | undefined;
}

/**
 * Creates the app that does the jobs: an attempt is a request of the worker. So a job has what a request has: validated
 * input, a deadline, the catalog, one problem for who asked and one record for the operator.
 */
export function buildJobsApp({ database, articles, secret, reporter }: JobsAppOptions) {
  const app = express();
  app.disable("x-powered-by");
  app.use(requestContext({ timeout: 10_000 }));
  app.use(onlyWorkers(secret));
  app.use(express.json(), describeJob);

  app.post(
    "/render-feed",
    asyncHandler(async (_req, res) => {
      await renderFeed(database);
      res.status(204).end();
    }),
  );
  app.post(
    "/notify-subscriber",
    validate({ body: z.object({ id: z.uuid(), data: Notification }) }),
    asyncHandler(async (req, res) => {
      const { id, data } = req.body;
      // Nobody has to hear about an article that is gone again.
      if (await articles.find(data.articleId)) await notifySubscriber(id, data);
      res.status(204).end();
    }),
  );

  app.use(notFoundHandler());
  app.use(
    errorHandler({
      mappers: [postgres(), fetch()],
      reporter: reporter ?? consoleReporter(),
    }),
  );
  return app;
}

const Notification = z.object({ articleId: z.uuid(), title: z.string(), url: z.url() });

function onlyWorkers(secret: string): Guard {
  return (req, _res, next) => {
    if (req.headers.authorization === `Bearer ${secret}`) return next();
    throw new UnauthorizedError('Bearer realm="jobs"');
  };
}

/** Puts into the record which job it is, and which request enqueued it. */
function describeJob(req: Request, _res: Response, next: NextFunction) {
  // Only workers get here, and they send these members.
  const { id, attempts, requestId } = req.body as Record<string, unknown>;
  addContext({ job: { id, attempts, enqueuedBy: requestId } });
  next();
}
