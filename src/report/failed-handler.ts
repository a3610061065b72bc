import type { Request } from "express";
import { handlerName } from "../express/handler-name.ts";
import { type ExpressRoute, handlersOf } from "../express/layers.ts";
import { tryReadMember } from "../misuse/read-member.ts";
import { failedRequest } from "../request/failed-request.ts";

/**
 * Returns the name of the handler that failed, as it is in the app's source. Our own wrappers know it. Otherwise it is the
 * one of the route's handlers that the stack shows, or the only handler of the route. Returns an empty text if the
 * handler has no name, and undefined if nothing tells which one it is.
 *
 * @param stack The stack of a 5xx; empty for others, whose stack is not read.
 */
export function failedHandler(req: Request, method: string, stack: string): string | undefined {
  const failed = failedRequest(req);
  if (failed?.handler !== undefined) return failed.handler;
  const route = failed?.origin?.route ?? tryReadMember(req, "route");
  if (!route) return undefined;
  // Express responds to HEAD with the handlers of GET. Nothing else is read of its own route.
  const wanted = method === "HEAD" ? "get" : method.toLowerCase();
  const names = handlersOf(route as ExpressRoute, wanted).map(handlerName);
  // Above the first frame of the router are the handler and what it called. The stack of an await does not reach it.
  const [above = "", router] = stack.split("at Layer.handle", 2);
  if (router === undefined) return names.length === 1 ? names[0] : undefined;
  return above
    .split("\n")
    .map((frame) => /([\w$]{1,100}) \(/.exec(frame)?.[1])
    .findLast((name) => name !== undefined && names.includes(name));
}
