import express, { type Express, type NextFunction, type Request, type Response } from "express";
import { type Article, article, findByCallback, findByPromise, titleOf } from "../articles.ts";
import { check, internal, invalid, invalidJson, notFound, routeNotFound } from "./bodies.ts";
import { send } from "./send.ts";

/**
 * The limit on whatever answers errors in one place: each failure goes through `next` to an error middleware, as an
 * Error without a stack that has its answer with it, which is sent raw under the toolkit's headers. Nothing is
 * recognized, remembered, reported or checked by a schema.
 */
export function centralExpress(): Express {
  const app = express().use(express.json());

  app.get("/articles/:id", (_req, res) => send(res, 200, article));
  app.post("/articles", (req, res, next) => {
    const errors = check(req.body);
    if (errors.length > 0) next(new Failure(400, invalid(errors)));
    else send(res, 201, { id: "2", ...(req.body as Article) });
  });
  app.get("/sync/:id", () => {
    throw noSuchArticle();
  });
  app.get("/rejection/:id", async (_req, res) => {
    const found = await findByPromise();
    if (!found) throw noSuchArticle();
    send(res, 200, found);
  });
  app.get("/callback/:id", (_req, res, next) => {
    findByCallback(noSuchArticle, (error, found) => {
      if (error) next(error);
      else send(res, 200, found);
    });
  });
  app.get("/unexpected/:id", (_req, res) => {
    send(res, 200, { title: titleOf(undefined) });
  });

  app.use((_req, _res, next) => next(new Failure(404, routeNotFound())));
  app.use(
    (error: { readonly type?: unknown }, _req: Request, res: Response, _next: NextFunction) => {
      res.setHeader("Cache-Control", "no-store");
      res.setHeader("X-Content-Type-Options", "nosniff");
      res.setHeader("X-Request-Id", "req_0123456789ab1zz9");
      if (error instanceof Failure) send(res, error.status, error.body);
      else if (error.type === "entity.parse.failed") send(res, 400, invalidJson());
      else send(res, 500, internal());
    },
  );
  return app;
}

function noSuchArticle(): Failure {
  return new Failure(404, notFound("There is no such article."));
}

class Failure extends Error {
  readonly status: number;
  readonly body: object;

  constructor(status: number, body: object) {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super();
    Error.stackTraceLimit = stackTraceLimit;
    this.status = status;
    this.body = body;
  }
}
