import type { Express, NextFunction, Request, Response } from "express";

/** The error class that most guides recommend. */
export class AppError extends Error {
  readonly status: number;
  readonly fields: readonly unknown[] | undefined;

  constructor(message: string, status: number, fields?: readonly unknown[]) {
    super(message);
    this.status = status;
    this.fields = fields;
  }
}

/** Creates the error when there is no such article. */
export const noSuchArticle = (): AppError => new AppError("There is no such article.", 404);

/** Mounts what most guides recommend at the end of an app: a 404 for all other paths, and one error middleware. */
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
