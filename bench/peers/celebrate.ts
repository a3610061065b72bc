import { celebrate, errors, Joi, Segments } from "celebrate";
import type { Express } from "express";
import { centralHandler, noSuchArticle } from "../contenders/central-handler.ts";
import { expressApp } from "../contenders/express-app.ts";

/** Creates the app with celebrate, set to name every bad field, its error middleware, and one by hand for the rest. */
export function create(): Express {
  return expressApp({
    notFound: noSuchArticle,
    check: celebrate(
      {
        [Segments.BODY]: {
          title: Joi.string().required(),
          content: Joi.string().required(),
          tags: Joi.array().items(Joi.string()).required(),
        },
      },
      { abortEarly: false },
    ),
    end(app) {
      app.use(errors());
      centralHandler(app);
    },
  });
}
