import { Router } from "express";
import { asyncHandler, BadRequestError, validate } from "express-backstop";
import type { ArticleStore } from "../store.ts";
import { article } from "./article.ts";

/** Saves an article once a declared check, and one of its own, have let it through. */
export function customCheck(store: ArticleStore): Router {
  const routes = Router();

  routes.post(
    "/article",
    validate({ body: article }),
    asyncHandler(async (req, res) => {
      // A thrown answer stops the route, so that there is no return to forget.
      if (req.body.title === req.body.content) {
        throw new BadRequestError("The content repeats the title");
      }

      const saved = await store.saveAsync(req.body);
      res.status(201).location(`/article/${saved.id}`).json(saved);
    }),
  );

  return routes;
}
