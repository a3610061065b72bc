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
  // Express's own route, of which nothing else is read.
  const names = handlerNames(route as ExpressRoute, method);
  // Above the first frame of the router are the handler and what it called. The stack of an await does not reach it.
  const [above = "", router] = stack.split("at Layer.handle", 2);
  if (router === undefined) return names.length === 1 ? names[0] : undefined;
  return above
    .slice(0, maximumStack)
    .split("\n")
    .map((frame) => /([\w$]{1,100}) \(/.exec(frame)?.[1])
    .findLast((name) => name !== undefined && names.includes(name));
}

function handlerNames(route: ExpressRoute, method: string): readonly string[] {
  // Express responds to HEAD with the handlers of GET, if there are none of HEAD.
  const isGet = method === "HEAD" && !route.methods["head"];
  return handlersOf(route, isGet ? "get" : method.toLowerCase()).map(handlerName);
}

const maximumStack = 10_000;
