import express from "express";
import type { ArticleStore } from "../store.ts";

/** Saves an article inside try/catch, and responds with 400 to every error that it catches. */
export function tryCatch(store: ArticleStore) {
  const app = express();
  app.use(express.json());

  // oxlint-disable-next-line oxc/no-async-endpoint-handlers -- Express 5 awaits them
  app.post("/article", async (req, res) => {
    try {
      const saved = await store.saveAsync(req.body);
      res.status(201).location(`/article/${saved.id}`).json(saved);
    } catch (error) {
      // Also 400 when the database is down, with the address of the database in the response.
      res.status(400).json({ "Something went wrong": (error as Error).message });
    }
  });

  return app;
}
