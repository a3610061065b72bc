import express, { type Express } from "express";
import type { ArticleStore } from "../store.ts";

/** Saves an article with a promise that the route neither returns nor catches. */
export function promises(store: ArticleStore): Express {
  const app = express();
  app.use(express.json());

  app.post("/article", (req, res) => {
    // Not returned, so Express 5 never sees the rejection; not caught, so the process does.
    // oxlint-disable-next-line typescript/no-floating-promises -- the mistake this file is about
    store
      .saveAsync(req.body)
      .then((saved) => res.status(201).location(`/article/${saved.id}`).json(saved));
  });

  // The usual repair: an answer at last, and the wrong one.
  app.post("/article/caught", (req, res) => {
    store
      .saveAsync(req.body)
      .then((saved) => res.status(201).location(`/article/${saved.id}`).json(saved))
      .catch((error: Error) => res.status(400).json({ error: error.message }));
  });

  return app;
}
