import { Router } from "express";
import { asyncHandler, validate } from "express-backstop";
import type { ArticleStore } from "../store.ts";
import { article } from "./article.ts";

/** Saves an article with a promise chain that the handler returns. */
export function promises(store: ArticleStore) {
  const routes = Router();

  routes.post(
    "/article",
    validate({ body: article }),
    asyncHandler((req, res) =>
      store
        .saveAsync(req.body)
        .then((saved) => res.status(201).location(`/article/${saved.id}`).json(saved)),
    ),
  );

  return routes;
}
