import type { Request } from "express";

/** Where in the app a request failed, as Express knew it at that moment. */
export interface Origin {
  /** The pattern of the route, mount paths included: `/api/articles/:id`. */
  readonly route: string | undefined;
  readonly params: Readonly<Record<string, unknown>>;
}

const origins = new WeakMap<object, Origin>();
const maximumLength = 200;

/** Remembers where a request failed: Express restores `params` and `baseUrl` before an outer middleware runs. */
export function rememberOrigin(req: Request): void {
  if (!origins.has(req)) origins.set(req, { route: routeOf(req), params: req.params });
}

/** Gives where a request failed, when the failure came through one of our wrappers. */
export function originOf(req: object): Origin | undefined {
  return origins.get(req);
}

/** Gives the pattern of the route that a request is in right now; undefined in a middleware outside of any. */
export function routeOf(req: Request): string | undefined {
  const route = req.route as { path?: string | RegExp | readonly (string | RegExp)[] } | undefined;
  if (route?.path === undefined) return undefined;
  const paths = Array.isArray(route.path) ? route.path : [route.path];
  return `${req.baseUrl}${paths.join(",")}`.slice(0, maximumLength);
}
