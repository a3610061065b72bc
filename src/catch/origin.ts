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
  if (origins.has(req)) return;
  const path: unknown = (req.route as { path?: unknown } | undefined)?.path;
  const route = path === undefined ? undefined : `${req.baseUrl}${String(path)}`;
  origins.set(req, { route: route?.slice(0, maximumLength), params: req.params });
}

/** Gives where a request failed, when the failure came through one of our wrappers. */
export function originOf(req: object): Origin | undefined {
  return origins.get(req);
}
