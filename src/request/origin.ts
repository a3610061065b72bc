import type { Request } from "express";
import {
  type FailedRequest,
  failedRequest,
  type Origin,
  rememberFailed,
} from "./failed-request.ts";

const maximumLength = 200;

/** Remembers where a request failed: Express restores `params` and `baseUrl` before an outer middleware runs. */
export function rememberOrigin(req: Request): FailedRequest {
  const failed = rememberFailed(req);
  failed.origin ??= { route: req.route as unknown, baseUrl: req.baseUrl, params: req.params };
  return failed;
}

/** Gives where a request failed, when the failure came through one of our wrappers. */
export function originOf(req: object): Origin | undefined {
  return failedRequest(req)?.origin;
}

/**
 * Gives the pattern of a route, mount paths included: `/api/articles/:id`; undefined in a middleware outside of any.
 *
 * @param at A request, for the route that it is in right now, or where it failed.
 */
export function routeOf(at: Pick<Request, "route" | "baseUrl"> | Origin): string | undefined {
  const route = at.route as { path?: string | RegExp | readonly (string | RegExp)[] } | undefined;
  if (route?.path === undefined) return undefined;
  const paths = typeof route.path === "string" ? route.path : [route.path].flat().join(",");
  const pattern = at.baseUrl + paths;
  return pattern.length > maximumLength ? pattern.slice(0, maximumLength) : pattern;
}
