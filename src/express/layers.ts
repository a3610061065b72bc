import { http } from "./node-http.ts";

/**
 * One entry of a router's private `stack`: a middleware, a route, a router or an app. This is all that is read of it;
 * members without a note are the same in Express 4 and 5.
 */
export interface ExpressLayer {
  /** The name of the function. */
  readonly name?: string;
  /** The middleware, router or app. */
  readonly handle?: unknown;
  /** The route, if the layer is one. */
  readonly route?: ExpressRoute;
  /** The path as the app's author wrote it. Express 5.3 and later. */
  readonly rawPath?: unknown;
  /** The compiled path. Express 4 only. */
  readonly regexp?: RegExp & { readonly fast_slash?: boolean };
  /** The parameters of the compiled path, in order. Express 4 only. */
  readonly keys?: readonly { readonly name: string | number }[];
  /** Whether the layer is mounted on "/". Express 5 only. */
  readonly slash?: boolean;
  /** The part of the path that matched last. Express before 5.3, where `match` returns true. */
  readonly path?: string;
  /** Matches a path; Express 5.3 returns the part that matched. */
  match(path: string): boolean | { readonly path: string };
}

/** A route: the handlers of one path. */
export interface ExpressRoute {
  /** The path as the app's author wrote it. */
  readonly path: unknown;
  /** The methods, in lower case; `_all` for `route.all()`. */
  readonly methods: Readonly<Record<string, boolean>>;
  /** The handlers, each with its method. */
  readonly stack: readonly { readonly method?: string; readonly handle: unknown }[];
}

/** How many routers inside one another are looked into, so that a router mounted in itself ends the search. */
export const maximumDepth = 20;

interface HasLayers {
  readonly stack?: readonly ExpressLayer[];
}

interface App {
  readonly parent?: unknown;
  readonly router?: HasLayers;
  readonly _router?: HasLayers;
  readonly lazyrouter?: unknown;
}

/** Returns the layers of an app or a router, in order. */
export function stackOf(appOrRouter: unknown): readonly ExpressLayer[] {
  const { stack } = appOrRouter as HasLayers;
  if (Array.isArray(stack)) return layersIn(stack) ?? [];
  // Express 4 throws when app.router is read. Its own router does not exist before the first route.
  const { _router, lazyrouter } = appOrRouter as App;
  const router = lazyrouter === undefined ? (appOrRouter as App).router : _router;
  return router?.stack ?? [];
}

/** Returns the layers of the router that a layer holds; undefined if it holds none, or an app. */
export function innerStackOf({ handle }: ExpressLayer): readonly ExpressLayer[] | undefined {
  return layersIn((handle as HasLayers | undefined)?.stack);
}

/** Returns a stack of layers; undefined if it is that of an app of connect, whose layers are others. */
function layersIn(stack: readonly ExpressLayer[] | undefined): readonly ExpressLayer[] | undefined {
  const first = stack?.[0];
  return first && typeof first.match !== "function" ? undefined : stack;
}

/** Returns an app and the apps that it is mounted in, innermost first. */
export function appsAround(app: unknown): readonly unknown[] {
  const apps: unknown[] = [];
  for (let at = app; at; at = (at as App).parent) apps.push(at);
  return apps;
}

/** Returns true if a value is a router or an app. */
export function isRouterOrApp(value: unknown): value is object {
  const { stack, set, handle } = Object(value) as Readonly<Record<string, unknown>>;
  if (Array.isArray(stack)) return layersIn(stack) !== undefined;
  return typeof set === "function" && typeof handle === "function";
}

/** Returns true if a layer mounts an app, which Express hides in a function of this name. */
export function isMountedApp({ name }: ExpressLayer): boolean {
  return name === "mounted_app";
}

/** Returns the methods that a route names, in lower case; empty if it was made with `all()`. */
export function namedMethods({ methods }: ExpressRoute): readonly string[] {
  // route.all() sets only "_all"; app.all() sets every method that Node knows.
  const names = Object.keys(methods).filter((name) => name !== "_all");
  return names.length < http.METHODS.length ? names : [];
}

/** Returns the handlers of a route that run for a method, in order; all handlers without a method. */
export function handlersOf({ stack }: ExpressRoute, method?: string): readonly unknown[] {
  // A handler of route.all() has no method.
  return stack
    .filter((one) => method === undefined || (one.method ?? method) === method)
    .map(({ handle }) => handle);
}

/** Returns true if Express calls a middleware for a path: it matches whole segments at the beginning of the path. */
export function appliesTo(layer: ExpressLayer, path: string): boolean {
  const prefix = matchedPrefix(layer, path || "/")?.replace(/\/$/, "");
  return prefix !== undefined && (path === prefix || path.startsWith(`${prefix}/`));
}

/** Returns the beginning of a path that a layer matches, "" for a layer on "/"; undefined if it does not match. */
export function matchedPrefix(layer: ExpressLayer, path: string): string | undefined {
  try {
    const match = layer.match(path);
    if (match === false) return undefined;
    return (match === true ? layer.path : match.path) ?? "";
  } catch {
    // The path has a percent-encoding that cannot be decoded.
    return undefined;
  }
}
