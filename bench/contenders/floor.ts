import express, { type Express, type NextFunction, type Request, type Response } from "express";
import { type Article, article, findByCallback, findByPromise, titleOf } from "../articles.ts";
import { check, internal, invalid, invalidJson, notFound, routeNotFound } from "./bodies.ts";

const missing = (): Error => new Error("There is no such article.");

/** Creates the hand-written floor: try and catch in each handler, and the same response bodies as the toolkit's. */
export function create(): Express {
  const app = express().use(express.json());

  app.get("/articles/:id", (_req, res) => {
    try {
      res.status(200).json(article);
    } catch {
      res.status(500).json(internal());
    }
  });
  app.post("/articles", (req, res) => {
    try {
      const errors = check(req.body);
      if (errors.length > 0) res.status(400).json(invalid(errors));
      else res.status(201).json({ id: "2", ...(req.body as Article) });
    } catch {
      res.status(500).json(internal());
    }
  });
  app.get("/sync/:id", (_req, res) => {
    try {
      throw missing();
    } catch (error) {
      res.status(404).json(notFound((error as Error).message));
    }
  });
  app.get("/rejection/:id", async (_req, res) => {
    try {
      const found = await findByPromise();
      if (!found) throw missing();
      res.json(found);
    } catch (error) {
      res.status(404).json(notFound((error as Error).message));
    }
  });
  app.get("/callback/:id", (_req, res) => {
    findByCallback(missing, (error, found) => {
      if (error) res.status(404).json(notFound(error.message));
      else res.json(found);
    });
  });
  app.get("/unexpected/:id", (_req, res) => {
    try {
      res.json({ title: titleOf(undefined) });
    } catch {
      res.status(500).json(internal());
    }
  });

  app.use((_req: Request, res: Response) => void res.status(404).json(routeNotFound()));
  app.use((error: { type?: unknown }, _req: Request, res: Response, _next: NextFunction) => {
    if (error.type === "entity.parse.failed") res.status(400).json(invalidJson());
    else res.status(500).json(internal());
  });
  return app;
}
