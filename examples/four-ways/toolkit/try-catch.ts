import { Router } from "express";
import { asyncHandler, validate } from "express-backstop";
import type { ArticleStore } from "../store.ts";
import { article } from "./article.ts";

/** Saves an article with await, and lets whatever fails go where everything else goes. */
export function tryCatch(store: ArticleStore): Router {
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
