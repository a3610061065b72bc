import express, { type Express } from "express";
import type { ArticleStore } from "../store.ts";

/** Saves an article inside try/catch, and blames the client for whatever was caught. */
export function tryCatch(store: ArticleStore): Express {
  const app = express();
  app.use(express.json());

  // oxlint-disable-next-line oxc/no-async-endpoint-handlers -- Express 5 awaits them
  app.post("/article", async (req, res) => {
    try {
      const saved = await store.saveAsync(req.body);
      res.status(201).location(`/article/${saved.id}`).json(saved);
    } catch (error) {
      // 400 also when the database is down, and its address in the answer.
      res.status(400).json({ "Something went wrong": (error as Error).message });
    }
  });

  return app;
}
