import type { Express, NextFunction, Request, Response } from "express";
import createError from "http-errors";
import type { Way } from "./express-app.ts";
import { checkWithZod } from "./new-article.ts";

/** Errors made with http-errors and one error middleware that answers with them. */
export const httpErrorsWay: Way = {
  notFound: () => createError(404, "There is no such article."),
  check: checkWithZod((fields) => createError(400, "The body is invalid.", { fields })),
  end,
};

function end(app: Express): void {
  app.use((_req, _res, next) => next(createError(404)));
  app.use((thrown: unknown, _req: Request, res: Response, _next: NextFunction) => {
    const error = createError.isHttpError(thrown)
      ? thrown
      : createError(500, { cause: thrown as Error });
    const { status, expose, message } = error;
    // What check adds to the error stands on it as a property.
    const fields = error["fields"] as unknown;
    res.status(status).json({
      error: { message: expose ? message : "Internal server error", fields },
    });
  });
}
