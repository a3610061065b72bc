import type { NextFunction, Request } from "express";

/**
 * Returns true if a handler runs in a route, such as one of `app.get` or `app.all`, and false if it runs as a middleware
 * of `use()`. A router keeps its own `next` in `req.next`. It passes that function to a middleware, while a route passes
 * one of its own. `req.route` does not tell: it stays set after its route has called `next`.
 *
 * If other code has replaced `next`, as instrumentation does, the answer is true.
 */
export function isInRoute(req: Request, next: NextFunction): boolean {
  return req.next !== next;
}
