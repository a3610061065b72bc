import type { Request, RequestHandler } from "express";
import { nextAfterHandlerEnded } from "./catch/next-once.ts";
import { MethodNotAllowedError, NotFoundError } from "./errors/client-errors.ts";
import { allowedMethods } from "./express/allowed-methods.ts";

/**
 * The end of the line, mounted after every route: 404 `route_not_found`, or 405 `method_not_allowed` with `Allow`
 * where the path has routes for other methods. OPTIONS is left to Express where a route of the path exists. An app that
 * is mounted in another one needs its own, because the outer one cannot see its routes.
 *
 * @example
 * app.use(notFoundHandler());
 * app.use(errorHandler());
 */
export function notFoundHandler(): RequestHandler {
  return function notFoundHandler(req, _res, next) {
    const error = unmatched(req);
    if (error) nextAfterHandlerEnded(next, error);
    else next();
  };
}

function unmatched(req: Request): Error | undefined {
  const { allow, answersOptions } = allowedMethods(req);
  if (req.method === "OPTIONS" && answersOptions) return undefined;
  // A route of this very method matched and passed on: the resource is missing, the method is not.
  if (allow.length > 0 && !allow.includes(req.method)) return new MethodNotAllowedError(allow);
  return new NotFoundError("No route matches this path.", {
    code: "route_not_found",
    title: "Route not found",
  });
}
