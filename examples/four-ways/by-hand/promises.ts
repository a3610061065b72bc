import express from "express";
import type { ArticleStore } from "../store.ts";

/** Saves an article with a promise that the handler neither returns nor catches. */
export function promises(store: ArticleStore) {
  const app = express();
  app.use(express.json());

  app.post("/article", (req, res) => {
    // Not returned, so Express 5 does not see a rejection; not caught, so a rejection ends the process.
    // oxlint-disable-next-line typescript/no-floating-promises -- the mistake this file is about
    store
      .saveAsync(req.body)
      .then((saved) => res.status(201).location(`/article/${saved.id}`).json(saved));
  });

  // The usual fix: the client gets a response, but every error is a 400.
  app.post("/article/caught", (req, res) => {
    store
      .saveAsync(req.body)
      .then((saved) => res.status(201).location(`/article/${saved.id}`).json(saved))
      .catch((error: Error) => res.status(400).json({ error: error.message }));
  });

  return app;
}
