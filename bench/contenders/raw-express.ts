import express, { type Express, type NextFunction, type Request, type Response } from "express";
import { type Article, article, findByCallback, findByPromise, titleOf } from "../articles.ts";
import { check, internal, invalid, invalidJson, notFound, routeNotFound, send } from "./bodies.ts";

const missing = (res: Response) => send(res, 404, notFound("There is no such article."));

/** Creates the limit for Express: its router and body parser, responses written raw, no error thrown needlessly. */
export function create(): Express {
  const app = express().use(express.json());

  app.get("/articles/:id", (_req, res) => send(res, 200, article));
  app.post("/articles", (req, res) => {
    const errors = check(req.body);
    if (errors.length > 0) send(res, 400, invalid(errors));
    else send(res, 201, { id: "2", ...(req.body as Article) });
  });
  app.get("/sync/:id", (_req, res) => missing(res));
  app.get("/rejection/:id", async (_req, res) => {
    const found = await findByPromise();
    return found ? send(res, 200, found) : missing(res);
  });
  app.get("/callback/:id", (_req, res) => {
    findByCallback(Error, (failed, found) => (failed ? missing(res) : send(res, 200, found)));
  });
  app.get("/unexpected/:id", (_req, res) => {
    try {
      send(res, 200, { title: titleOf(undefined) });
    } catch {
      send(res, 500, internal());
    }
  });

  app.use((_req: Request, res: Response) => send(res, 404, routeNotFound()));
  app.use((error: { type?: unknown }, _req: Request, res: Response, _next: NextFunction) => {
    if (error.type === "entity.parse.failed") send(res, 400, invalidJson());
    else send(res, 500, internal());
  });
  return app;
}
