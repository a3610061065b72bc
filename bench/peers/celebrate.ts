import { celebrate, errors, Joi, Segments } from "celebrate";
import express, { type Express } from "express";
import { centralHandler, noSuchArticle } from "./central-handler.ts";
import { expressApp } from "./express-app.ts";

/** celebrate with all bad fields named, its own error middleware, and one by hand for the rest. */
export function celebrated(): Express {
  return expressApp(express, {
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
    end: (app) => {
      app.use(errors());
      centralHandler(app);
    },
  });
}
