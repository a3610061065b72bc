import { Router } from "express";
import { asyncHandler, BadRequestError, validate } from "express-backstop";
import type { ArticleStore } from "../store.ts";
import { article } from "./article.ts";

/** Saves an article that passes the schema and a check written by hand. */
export function customCheck(store: ArticleStore) {
  const routes = Router();

  routes.post(
    "/article",
    validate({ body: article }),
    asyncHandler(async (req, res) => {
      // `throw` stops the handler, so that no `return` can be forgotten.
      if (req.body.title === req.body.content) {
        throw new BadRequestError("The content repeats the title");
      }

      const saved = await store.saveAsync(req.body);
      res.status(201).location(`/article/${saved.id}`).json(saved);
    }),
  );

  return routes;
}
