import type { Express, NextFunction, RequestHandler, Response } from "express";
import express from "express";
import type { Article, Callback } from "../articles.ts";
import { article, findByCallback, findByPromise, titleOf } from "../articles.ts";

/** The parts in which one way of writing an Express app differs from the next. */
export interface Way {
  /** Mounted before everything else. Default: nothing. */
  readonly first?: RequestHandler;
  /** Wraps each handler. Default: leaves it as it is. */
  readonly wrap?: (handler: RequestHandler) => RequestHandler;
  /** Creates an error-first callback. Default: a function that passes the error to `next`. */
  readonly callback?: (next: NextFunction, onSuccess: (found?: Article) => void) => Callback;
  /** Sends a response. Default: `res.status(status).json(body)`. */
  readonly reply?: (res: Response, status: number, body: unknown) => void;
  /** Creates the error when there is no such article. */
  readonly notFound: () => Error;
  /** Mounted before the handler that takes a body. */
  readonly check: RequestHandler;
  /** Mounts the handlers that come last. */
  readonly end: (app: Express) => void;
}

/** Creates the app of the benchmark, written in one way. */
export function expressApp(way: Way): Express {
  const { first, wrap = (handler) => handler, notFound, check, end } = way;
  const { reply = (res, status, body) => res.status(status).json(body) } = way;
  const { callback = (next, done) => (error, found) => (error ? next(error) : done(found)) } = way;
  const app = express();
  if (first) app.use(first);
  app.use(express.json());

  const success = wrap((_req, res) => reply(res, 200, article));
  app.get("/articles/:id", success);
  app.post("/articles", check, (req, res) => {
    reply(res, 201, { id: "2", ...(req.body as Article) });
  });
  const syncThrow = wrap(() => {
    throw notFound();
  });
  app.get("/sync/:id", syncThrow);
  const rejection = wrap(async (_req, res) => {
    const found = await findByPromise();
    if (!found) throw notFound();
    reply(res, 200, found);
  });
  app.get("/rejection/:id", rejection);
  app.get("/callback/:id", (_req, res, next) => {
    const done = callback(next, (found) => reply(res, 200, found));
    findByCallback(notFound, done);
  });
  const unexpected = wrap((_req, res) => reply(res, 200, { title: titleOf(undefined) }));
  app.get("/unexpected/:id", unexpected);

  end(app);
  return app;
}
