import type { Express, RequestHandler } from "express";
import { article, findByCallback, findByPromise, titleOf } from "../articles.ts";
import type { ExpressLike } from "../contenders/backstop.ts";

/** How an Express app is written with a peer: all that differs from one to the next. */
export interface Way {
  /** Wraps each handler. Default: it stays as it is. */
  readonly wrap?: (handler: RequestHandler) => RequestHandler;
  /** Makes the error of an article that is not there. */
  readonly notFound: () => Error;
  /** What stands before the handler that takes a body. */
  readonly check: RequestHandler | readonly RequestHandler[];
  /** What is mounted last. */
  readonly end: (app: Express) => void;
}

/** The routes of the benchmark on an Express, in the way of a peer. */
export function expressApp(express: ExpressLike, way: Way): Express {
  const wrap = way.wrap ?? ((handler: RequestHandler) => handler);
  const app = express();
  app.use(express.json());

  app.get(
    "/articles/:id",
    wrap((_req, res) => {
      res.json(article);
    }),
  );
  app.post("/articles", ...[way.check].flat(), (req, res) => {
    res.status(201).json({ id: "2", ...req.body });
  });
  app.get(
    "/sync/:id",
    wrap(() => {
      throw way.notFound();
    }),
  );
  app.get(
    "/rejection/:id",
    wrap(async (_req, res) => {
      const found = await findByPromise();
      if (!found) throw way.notFound();
      res.json(found);
    }),
  );
  app.get("/callback/:id", (_req, res, next) => {
    findByCallback(way.notFound, (error, found) => {
      if (error) {
        next(error);
        return;
      }
      res.json(found);
    });
  });
  app.get(
    "/unexpected/:id",
    wrap((_req, res) => {
      res.json({ title: titleOf(undefined) });
    }),
  );

  way.end(app);
  return app;
}
