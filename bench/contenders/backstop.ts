import type { Express } from "express";
import {
  asyncHandler,
  callbackHandler,
  errorHandler,
  NotFoundError,
  notFoundHandler,
  requestContext,
  validate,
} from "express-backstop";
import { expressApp } from "./express-app.ts";
import { NewArticle } from "./new-article.ts";

/** Creates the app with the toolkit as its README shows it, with the default options. Mounts `requestContext` first if asked to. */
export function create({ context = false } = {}): Express {
  return expressApp({
    ...(context && { first: requestContext() }),
    wrap: asyncHandler,
    callback: callbackHandler,
    notFound: () => new NotFoundError("There is no such article."),
    check: validate({ body: NewArticle }),
    end: (app) => app.use(notFoundHandler(), errorHandler()),
  });
}
