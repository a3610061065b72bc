import express, { type Express, type NextFunction, type Request, type Response } from "express";
import { type Article, article, findByCallback, findByPromise, titleOf } from "../articles.ts";
import { check, internal, invalid, invalidJson, notFound, routeNotFound } from "./bodies.ts";

/**
 * The hand-written floor: try and catch in each handler, and answers of the same bytes as the toolkit's, but for its
 * headers.
 */
export function floor(): Express {
  const app = express().use(express.json());

  app.get("/articles/:id", (_req, res) => {
    try {
      res.json(article);
    } catch {
      res.status(500).json(internal());
    }
  });
  app.post("/articles", (req, res) => {
    try {
      const errors = check(req.body);
      if (errors.length > 0) {
        res.status(400).json(invalid(errors));
        return;
      }
      res.status(201).json({ id: "2", ...(req.body as Article) });
    } catch {
      res.status(500).json(internal());
    }
  });
  app.get("/sync/:id", (_req, res) => {
    try {
      throw new Error("There is no such article.");
    } catch (error) {
      res.status(404).json(notFound((error as Error).message));
    }
  });
  app.get("/rejection/:id", async (_req, res) => {
    try {
      const found = await findByPromise();
      if (!found) throw new Error("There is no such article.");
      res.json(found);
    } catch (error) {
      res.status(404).json(notFound((error as Error).message));
    }
  });
  app.get("/callback/:id", (_req, res) => {
    findByCallback(
      () => new Error("There is no such article."),
      (error, found) => {
        if (error) {
          res.status(404).json(notFound(error.message));
          return;
        }
        res.json(found);
      },
    );
  });
  app.get("/unexpected/:id", (_req, res) => {
    try {
      res.json({ title: titleOf(undefined) });
    } catch {
      res.status(500).json(internal());
    }
  });

  app.use((_req: Request, res: Response) => {
    res.status(404).json(routeNotFound());
  });
  app.use((error: unknown, _req: Request, res: Response, _next: NextFunction) => {
    if ((error as { type?: unknown }).type === "entity.parse.failed") {
      res.status(400).json(invalidJson());
      return;
    }
    res.status(500).json(internal());
  });
  return app;
}
