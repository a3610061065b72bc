import type express5 from "express";
import type { NextFunction, Request, Response } from "express";
import { errorHandler, notFoundHandler } from "express-backstop";

const rollbar = { error: (_error: unknown) => {} };

/** Builds an app whose error tracker sees nothing. */
export default function build(express: typeof express5) {
  const app = express();

  app.use((error: unknown, _req: Request, _res: Response, next: NextFunction) => {
    // mistake: tracker-misplaced
    rollbar.error(error);
    next(error);
  });
  app.get("/", (_req: Request, res: Response) => {
    res.send("hello");
  });
  app.use(notFoundHandler());
  app.use(errorHandler());
  return app;
}
