import { handlerName } from "./handler-name.ts";
import {
  type ExpressLayer,
  type ExpressRoute,
  handlersOf,
  innerStackOf,
  isMountedApp,
  matchedPrefix,
  maximumDepth,
  stackOf,
} from "./layers.ts";
import { mountPath } from "./mount-path.ts";

/** A middleware, a router or a handler that Express calls for a request. */
export interface ChainStep {
  readonly kind: "middleware" | "router" | "app" | "route" | "handler";
  /** The name of the function; for a route its path; empty if it has no name. */
  readonly name: string;
  /** The path that it is mounted on, if Express tells it and it is not `/`. */
  readonly path: string | undefined;
  /** How many routers it is inside of. */
  readonly depth: number;
}

/**
 * Returns what Express calls for a request, in order, up to the route in which the request is; without a route, all
 * that matches. Error middleware is left out. What is inside of a mounted app is left out too, because Express hides it.
 *
 * @param app The outermost app.
 * @param path The path of the request.
 * @param method The method, in lower case.
 * @param route The route in which the request is.
 */
export function middlewareChain(
  app: unknown,
  path: string,
  method: string,
  route: unknown,
): readonly ChainStep[] {
  const steps: ChainStep[] = [];
  walk(stackOf(app), path, 0);
  return steps;

  /** Returns true once the route was found. */
  function walk(stack: readonly ExpressLayer[], at: string, depth: number): boolean {
    if (depth > maximumDepth) return false;
    for (const layer of stack) {
      const prefix = matchedPrefix(layer, at);
      if (prefix === undefined) continue;
      const inner = innerStackOf(layer);
      if (layer.route) {
        if (!layer.route.methods[method] && !layer.route.methods["_all"]) continue;
        addRoute(layer.route, depth);
        if (layer.route === route) return true;
      } else if (Array.isArray(inner)) {
        add("router", layer, depth);
        const rest = at.slice(prefix.length);
        if (walk(inner, rest.startsWith("/") ? rest : `/${rest}`, depth + 1)) return true;
      } else if (!isErrorMiddleware(layer)) {
        add(isMountedApp(layer) ? "app" : "middleware", layer, depth);
      }
    }
    return false;
  }

  function add(kind: ChainStep["kind"], layer: ExpressLayer, depth: number): void {
    const mounted = mountPath(layer);
    const isShown = typeof mounted === "string" && mounted !== "/";
    const name = kind === "middleware" ? handlerName(layer.handle) : "";
    steps.push({ kind, name, path: isShown ? mounted : undefined, depth });
  }

  function addRoute(found: ExpressRoute, depth: number): void {
    const name = [found.path].flat().join(", ");
    steps.push({ kind: "route", name, path: undefined, depth });
    for (const handler of handlersOf(found, method)) {
      steps.push({
        kind: "handler",
        name: handlerName(handler),
        path: undefined,
        depth: depth + 1,
      });
    }
  }
}

function isErrorMiddleware({ handle }: ExpressLayer): boolean {
  return typeof handle === "function" && handle.length === 4;
}
