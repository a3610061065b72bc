import type { Express } from "express";
import { AppError, centralHandler, noSuchArticle } from "./central-handler.ts";
import { expressApp } from "./express-app.ts";
import { NewArticle } from "./new-article.ts";

/** Creates the app with zod's `safeParse` in a middleware, and one error middleware, both written by hand. */
export function create(): Express {
  return expressApp({
    notFound: noSuchArticle,
    check: (req, _res, next) => {
      const { success, data, error } = NewArticle.safeParse(req.body);
      if (success) {
        req.body = data;
        next();
        return;
      }
      const fields = error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
      next(new AppError("The body is invalid.", 400, fields));
    },
    end: centralHandler,
  });
}
