import type { Express, NextFunction, Request, Response } from "express";

/** The class of errors that most guides tell to write. */
export class AppError extends Error {
  readonly status: number;
  readonly fields: readonly unknown[] | undefined;

  constructor(message: string, status: number, fields?: readonly unknown[]) {
    super(message);
    this.status = status;
    this.fields = fields;
  }
}

/** Makes the error of an article that is not there. */
export function noSuchArticle(): AppError {
  return new AppError("There is no such article.", 404);
}

/** The end of an app as most guides tell to write it: 404 for the rest, and one error middleware. */
export function centralHandler(app: Express): void {
  app.use((_req, _res, next) => {
    next(new AppError("There is no such route.", 404));
  });
  app.use((error: Partial<AppError>, _req: Request, res: Response, _next: NextFunction) => {
    const { status = 500, message, fields } = error;
    res.status(status).json({
      error: { message: status < 500 ? message : "Internal server error", fields },
    });
  });
}
