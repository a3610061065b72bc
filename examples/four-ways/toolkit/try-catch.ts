import { Router } from "express";
import { asyncHandler, validate } from "express-backstop";
import type { ArticleStore } from "../store.ts";
import { article } from "./article.ts";

/** Saves an article with `await`. It needs no try/catch, because a rejection reaches `errorHandler`. */
export function tryCatch(store: ArticleStore) {
  const routes = Router();

  routes.post(
    "/article",
    validate({ body: article }),
    asyncHandler(async (req, res) => {
      const saved = await store.saveAsync(req.body);
      res.status(201).location(`/article/${saved.id}`).json(saved);
    }),
  );

  return routes;
}
