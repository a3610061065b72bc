import type { Request } from "express";
import {
  failedRequest,
  type FailedRequest,
  rememberFailed,
  type RequestOrigin,
} from "./failed-request.ts";

/** Remembers where a request failed: Express restores `params` and `baseUrl` before an outer error middleware runs. */
export function rememberOrigin(req: Request): FailedRequest {
  const failed = rememberFailed(req);
  failed.origin ??= { route: req?.route as unknown, baseUrl: req?.baseUrl, params: req?.params };
  return failed;
}

/** Returns where a request failed, when the failure came through one of our wrappers. */
export function originOf(req: Request): RequestOrigin | undefined {
  return failedRequest(req)?.origin;
}

/** Returns the pattern of the route in which a request failed, or is at the moment. */
export function routeOf(req: Request): string | undefined {
  const origin = originOf(req);
  return (origin && patternOf(origin)) ?? patternOf(req);
}

const maximumLength = 200;

/** Returns the pattern with its mount paths: `/api/articles/:id`; undefined in a middleware outside every route. */
function patternOf({
  route,
  baseUrl,
}: Pick<RequestOrigin, "route" | "baseUrl">): string | undefined {
  const { path } = (route ?? {}) as { path?: string | RegExp | readonly (string | RegExp)[] };
  if (path === undefined) return undefined;
  const paths = typeof path === "string" ? path : [path].flat().join(",");
  return (baseUrl + paths).slice(0, maximumLength);
}
