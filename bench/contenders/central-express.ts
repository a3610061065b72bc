import type { Express, NextFunction, Request, Response } from "express";
import { check, internal, invalid, invalidJson, notFound, routeNotFound, send } from "./bodies.ts";
import { expressApp } from "./express-app.ts";

/**
 * Creates the limit for every toolkit that handles errors in one place: each failure goes through `next` to an error
 * middleware, as an Error without a stack that carries its response. The response is sent raw, with the toolkit's
 * headers. Nothing is recognized, recorded, reported or checked by a schema.
 */
export function create(): Express {
  return expressApp({
    reply: send,
    notFound: () => new Failure(404, notFound("There is no such article.")),
    check: (req, _res, next) => {
      const errors = check(req.body);
      if (errors.length > 0) next(new Failure(400, invalid(errors)));
      else next();
    },
    end(app) {
      app.use((_req, _res, next) => next(new Failure(404, routeNotFound())));
      app.use((error: { type?: unknown }, _req: Request, res: Response, _next: NextFunction) => {
        res.setHeader("Cache-Control", "no-store");
        res.setHeader("X-Content-Type-Options", "nosniff");
        res.setHeader("X-Request-Id", "req_0123456789ab1zz9");
        if (error instanceof Failure) send(res, error.status, error.body);
        else if (error.type === "entity.parse.failed") send(res, 400, invalidJson());
        else send(res, 500, internal());
      });
    },
  });
}

class Failure extends Error {
  readonly status: number;
  readonly body: object;

  constructor(status: number, body: object) {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super();
    Error.stackTraceLimit = stackTraceLimit;
    this.status = status;
    this.body = body;
  }
}
