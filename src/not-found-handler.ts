import type { Request, RequestHandler } from "express";
import { builtIn } from "./errors/built-in.ts";
import { MethodNotAllowedError, NotFoundError } from "./errors/client-errors.ts";
import { allowedMethods } from "./express/allowed-methods.ts";
import { notCalled } from "./misuse/not-called.ts";
import { rememberFailed } from "./request/failed-request.ts";
import { isHeld } from "./request/held-response.ts";

/**
 * Creates the middleware for requests that no route handles: 404 `route_not_found`, or 405 `method_not_allowed` with
 * `Allow` where the path has routes for other methods. An OPTIONS request is left to Express where the path has a
 * route. Mount it after every route, also in each app that is mounted in another one, because the outer app cannot see
 * the routes of the inner one.
 *
 * @throws {TypeError} When it gets options, or arguments of Express, as from `app.use(notFoundHandler)` without the parentheses.
 *
 * @example
 * app.use(notFoundHandler());
 * app.use(errorHandler());
 */
export function notFoundHandler(...misplaced: readonly never[]): RequestHandler {
  // Express passes three arguments.
  if (misplaced.length > 2) throw notCalled("notFoundHandler");
  if (misplaced.length > 0) throw new TypeError("notFoundHandler takes no options.");
  return function notFoundHandler(req, res, next) {
    // A handler that has begun its response and calls next() all the same has matched.
    if (!res.headersSent && !res.writableEnded && !isHeld(res)) next(unmatchedError(req));
  };
}

function unmatchedError(req: Request): Error | undefined {
  const { allow, answersOptions } = allowedMethods(req);
  if (req.method === "OPTIONS" && answersOptions) return undefined;
  // The last route that let the request pass has not failed.
  rememberFailed(req).handler = "notFoundHandler";
  // A route of this very method matched and passed the request on: the resource is missing, not the method.
  if (allow.length > 0 && !allow.includes(req.method)) return new MethodNotAllowedError(allow);
  const { title, detail } = builtIn.route_not_found;
  return new NotFoundError(detail, { code: "route_not_found", title });
}
