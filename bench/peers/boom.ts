import * as Boom from "@hapi/boom";
import express, { type Express, type NextFunction, type Request, type Response } from "express";
import { expressApp } from "./express-app.ts";
import { checkWithZod, type Refused } from "./new-article.ts";

/** Errors made with boom, and an error middleware that sends their output. */
export function boom(): Express {
  return expressApp(express, {
    notFound: () => Boom.notFound("There is no such article."),
    check: checkWithZod(refusal),
    end: (app) => {
      app.use((_req, _res, next) => next(Boom.notFound()));
      app.use(
        (
          thrown: Error & { status?: number },
          _req: Request,
          res: Response,
          _next: NextFunction,
        ) => {
          const { output } = Boom.isBoom(thrown)
            ? thrown
            : Boom.boomify(thrown, { statusCode: thrown.status ?? 500 });
          res.status(output.statusCode).set(output.headers).json(output.payload);
        },
      );
    },
  });
}

function refusal(fields: readonly Refused[]): Error {
  const error = Boom.badRequest("The body is invalid.");
  error.output.payload["fields"] = fields;
  return error;
}
