import { handlerName } from "../express/handler-name.ts";
import {
  type ExpressLayer,
  handlersOf,
  isMountedApp,
  isRouterOrApp,
  maximumDepth,
  namedMethods,
  stackOf,
} from "../express/layers.ts";
import { mountPath } from "../express/mount-path.ts";
import { mergesParams, paramHandlers } from "../express/router-facts.ts";
import { wrappedFunctions } from "../express/wrapped-functions.ts";
import { lateFailureKey } from "../request/late-failures.ts";

/** One thing that an app or a router has mounted, in a form that rules can read. */
export interface Step {
  readonly kind: "app" | "error middleware" | "middleware" | "route" | "router";
  /** The function in the app's source, below what instrumentation has wrapped around it. */
  readonly handle: unknown;
  /** The name of the function; empty if it has no name. */
  readonly name: string;
  /** The path as the author wrote it; undefined if Express does not keep it. */
  readonly path: string | undefined;
  /** Whether it runs for every path of its router. */
  readonly everywhere: boolean;
  /** The methods of a route, in upper case; `ALL` for one of every method. */
  readonly methods: readonly string[];
  /** The handlers of a route, in order. */
  readonly handlers: readonly unknown[];
  /** The steps of a router. */
  readonly inside: readonly Step[];
  /** The handlers of `router.param()`, with the names of their parameters. */
  readonly params: ReturnType<typeof paramHandlers>;
  /** Whether the routes of the router see the parameters of its own path. */
  readonly mergesParams: boolean;
}

/** Returns what is mounted in an app or a router, in order. A router that is mounted in itself is empty there. */
export function outline(appOrRouter: object): readonly Step[] {
  return outlineOf(appOrRouter, [], new Map());
}

function outlineOf(
  appOrRouter: object,
  around: readonly object[],
  known: Map<object, readonly Step[]>,
): readonly Step[] {
  if (around.includes(appOrRouter) || around.length >= maximumDepth) return [];
  const before = known.get(appOrRouter);
  if (before) return before;
  const inner = [...around, appOrRouter];
  const steps = stackOf(appOrRouter).map((layer) => toStep(layer, inner, known));
  known.set(appOrRouter, steps);
  return steps;
}

function toStep(
  layer: ExpressLayer,
  around: readonly object[],
  known: Map<object, readonly Step[]>,
): Step {
  const outer = readable(layer.handle);
  const functions = wrappedFunctions(outer);
  const path = textOf(layer.route ? layer.route.path : mountPath(layer));
  const common = { handle: innermost(outer), name: handlerName(outer), path, ...nothing };
  if (layer.route) {
    const methods = namedMethods(layer.route).map((method) => method.toUpperCase());
    const all = methods.length > 0 ? methods : ["ALL"];
    const everywhere = path !== undefined && catchesAll(path);
    const handlers = handlersOf(layer.route).map((handler) => innermost(readable(handler)));
    return { ...common, kind: "route", methods: all, handlers, everywhere };
  }
  const everywhere = path === "/" || path === "" || (path !== undefined && catchesAll(path));
  if (isMountedApp(layer)) return { ...common, kind: "app", everywhere };
  const router = functions.find(isRouterOrApp);
  if (router) {
    const inside = outlineOf(router, around, known);
    const params = paramHandlers(router);
    return {
      ...common,
      kind: "router",
      inside,
      everywhere,
      params,
      mergesParams: mergesParams(router),
    };
  }
  const kind = isErrorMiddleware(outer) ? "error middleware" : "middleware";
  return { ...common, kind, everywhere };
}

function innermost(handle: unknown): unknown {
  return wrappedFunctions(handle).at(-1) ?? handle;
}

/** Returns a handler, or undefined for a proxy that refuses to be read, which tells rules nothing. */
function readable(handle: unknown): unknown {
  try {
    for (const name of ["name", "length", "schemas", "builder", "stack"]) {
      if (name in Object(handle)) void (handle as Readonly<Record<string, unknown>>)[name];
    }
    wrappedFunctions(handle);
    return handle;
  } catch {
    return undefined;
  }
}

const nothing = { methods: [], handlers: [], inside: [], params: [], mergesParams: false };

/** Express counts the parameters of what it was given, and instrumentation keeps their number. */
function isErrorMiddleware(handle: unknown): boolean {
  return typeof handle === "function" && handle.length === 4;
}

/** Returns true for the error middleware of this package. */
export function isOwnErrorHandler({ handle }: Step): boolean {
  return typeof handle === "function" && lateFailureKey in handle;
}

function textOf(path: unknown): string | undefined {
  if (Array.isArray(path)) return path.map(String).join(", ");
  return typeof path === "string" || path instanceof RegExp ? String(path) : undefined;
}

/** Returns true for a path that matches any: `*`, `/*splat`, `/{*splat}`, `/(.*)` and regular expressions such as these. */
function catchesAll(path: string): boolean {
  return /^\/?(?:\{?\/?\*\w*\}?|\(\.\*\))$|^\/\^?(?:\\\/)?\(?\.[*+]\)?\$?\/[a-z]*$/.test(path);
}
