import type { Request } from "express";
import type { ExpressRoute } from "./layers.ts";

/**
 * Returns true if a handler runs as part of a route and not as a middleware behind `use`. A tool that has wrapped the
 * handler hides it; then it returns false.
 */
export function isInRoute(req: Request, handler: unknown): boolean {
  // Express declares it as any. It stays after the request has left the route.
  const route = req.route as ExpressRoute | undefined;
  return route?.stack.some(({ handle }) => handle === handler) ?? false;
}
