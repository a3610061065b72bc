import express, { type Express } from "express";
import { AppError, centralHandler, noSuchArticle } from "./central-handler.ts";
import { expressApp } from "./express-app.ts";
import { checkWithZod } from "./new-article.ts";

/** zod's `safeParse` in a middleware, and one error middleware, both written by hand. */
export function zodByHand(): Express {
  return expressApp(express, {
    notFound: noSuchArticle,
    check: checkWithZod((fields) => new AppError("The body is invalid.", 400, fields)),
    end: centralHandler,
  });
}
