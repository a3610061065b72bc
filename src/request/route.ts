import type { Request } from "express";
import { mountPattern } from "../express/mount-pattern.ts";
import { pathOf } from "../express/request-path.ts";
import {
  failedRequest,
  type FailedRequest,
  rememberFailed,
  type RequestOrigin,
} from "./failed-request.ts";

/**
 * Remembers where a request failed: Express restores `params` and `app` before an outer error middleware runs.
 *
 * @param handler The name of the handler that failed; undefined if it is not known.
 */
export function rememberOrigin(req: Request, handler?: string): FailedRequest {
  const failed = rememberFailed(req);
  // An error middleware that passes the failure on is not the one that failed; after the response, each failure is new.
  if (!failed.origin || failed.onLateFailure) failed.handler = handler;
  failed.origin ??= { app: req?.app, route: req?.route as unknown, params: req?.params };
  return failed;
}

/** Returns where a request failed, when the failure came through one of our wrappers. */
export function originOf(req: Request): RequestOrigin | undefined {
  return failedRequest(req)?.origin;
}

/**
 * Returns the pattern of the route in which a request failed, or is at the moment: `/tenants/:tenant/articles/:id`;
 * undefined in a middleware outside every route. Mount paths that Express does not tell are left out: a pattern has
 * no values, so that failures of one route have one pattern.
 */
export function routeOf(req: Request): string | undefined {
  const origin = originOf(req);
  const { app, route } = origin?.route ? origin : req;
  if (typeof route !== "object" || route === null) return undefined;
  const { path } = route as { path?: string | RegExp | readonly (string | RegExp)[] };
  if (path === undefined) return undefined;
  const paths = typeof path === "string" ? path : [path].flat().join(",");
  return (mountOf(app, route, req) + paths).slice(0, maximumLength);
}

const maximumLength = 200;

function mountOf(app: unknown, route: object, req: Request): string {
  try {
    return mountPattern(app, route, pathOf(req.originalUrl)) ?? "";
  } catch {
    // The app is not one of Express.
    return "";
  }
}
