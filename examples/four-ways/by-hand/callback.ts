import express from "express";
import type { ArticleStore } from "../store.ts";

/** Saves an article with an error-first callback that throws, where no code can catch it. */
export function callback(store: ArticleStore) {
  const app = express();
  app.use(express.json());

  app.post("/article", (req, res) => {
    store.save(req.body, (err, saved) => {
      // The handler has returned long ago: this throw does not reach Express and ends the process.
      if (err) throw err;
      // If `saved` is undefined, this line throws, with the same effect.
      res.status(201).location(`/article/${saved.id}`).json(saved);
    });
  });

  return app;
}
