import express, { type Express } from "express";
import { body, matchedData, validationResult } from "express-validator";
import { AppError, centralHandler, noSuchArticle } from "./central-handler.ts";
import { expressApp } from "./express-app.ts";

/** express-validator's chains, the middleware that reads their result, and an error middleware by hand. */
export function expressValidator(): Express {
  return expressApp(express, {
    notFound: noSuchArticle,
    check: [
      body("title").isString().notEmpty(),
      body("content").isString().notEmpty(),
      body("tags").isArray(),
      body("tags.*").isString().notEmpty(),
      (req, _res, next) => {
        const result = validationResult(req);
        if (!result.isEmpty()) {
          next(new AppError("The body is invalid.", 400, result.array()));
          return;
        }
        req.body = matchedData(req);
        next();
      },
    ],
    end: centralHandler,
  });
}
