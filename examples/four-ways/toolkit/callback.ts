import { Router } from "express";
import { callbackHandler, validate } from "express-backstop";
import type { ArticleStore } from "../store.ts";
import { article } from "./article.ts";

/** Saves an article with an error-first callback. Its error, and what the callback throws, are passed to `next`. */
export function callback(store: ArticleStore) {
  const routes = Router();

  routes.post("/article", validate({ body: article }), (req, res, next) => {
    store.save(
      req.body,
      callbackHandler(next, (saved) => {
        res.status(201).location(`/article/${saved.id}`).json(saved);
      }),
    );
  });

  return routes;
}
