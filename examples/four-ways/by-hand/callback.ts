import express, { type Express } from "express";
import type { ArticleStore } from "../store.ts";

/** Saves an article with an error-first callback, and throws where nobody can catch. */
export function callback(store: ArticleStore): Express {
  const app = express();
  app.use(express.json());

  app.post("/article", (req, res) => {
    store.save(req.body, (err, saved) => {
      // The route returned long ago: this throw reaches the process, not Express.
      if (err) throw err;
      // A saved document that is not there throws here, to the same effect.
      res.status(201).location(`/article/${saved.id}`).json(saved);
    });
  });

  return app;
}
