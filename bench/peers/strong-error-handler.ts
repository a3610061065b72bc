import express, { type Express } from "express";
import strongErrorHandler from "strong-error-handler";
import { expressApp } from "./express-app.ts";
import { checkWithZod } from "./new-article.ts";

/** strong-error-handler with its defaults: it logs what it answers. */
export function strong(): Express {
  return expressApp(express, {
    notFound: () => failure("There is no such article.", 404),
    check: checkWithZod((details) => failure("The body is invalid.", 400, details)),
    end: (app) => {
      app.use((_req, _res, next) => next(failure("There is no such route.", 404)));
      app.use(strongErrorHandler({ debug: false }));
    },
  });
}

function failure(message: string, statusCode: number, details?: unknown): Error {
  return Object.assign(new Error(message), { statusCode, details });
}
