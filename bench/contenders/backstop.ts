import type { Express } from "express";
import {
  asyncHandler,
  callbackHandler,
  errorHandler,
  NotFoundError,
  notFoundHandler,
  replaceErrorResponses,
  requestContext,
  validate,
} from "express-backstop";
import { expressApp } from "./express-app.ts";
import { NewArticle } from "./new-article.ts";

const factories = { replaceErrorResponses, requestContext };

/** Creates the app with the toolkit as its README shows it, with the default options. Mounts a middleware first if asked to. */
export function create({ first }: { first?: keyof typeof factories } = {}): Express {
  return expressApp({
    ...(first && { first: factories[first]() }),
    wrap: asyncHandler,
    callback: callbackHandler,
    notFound: () => new NotFoundError("There is no such article."),
    check: validate({ body: NewArticle }),
    end: (app) => app.use(notFoundHandler(), errorHandler()),
  });
}
