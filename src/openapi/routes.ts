import { appliesTo, type ExpressLayer, type ExpressRoute, stackOf } from "../express/layers.ts";
import { http } from "../express/node-http.ts";
import { type PathTemplate, syntaxOf, toTemplates, under } from "../express/path-template.ts";
import { mounted, type Mounted, type Mounts, type Routes, type Search } from "./mounted.ts";
import { detailsOf } from "./operation.ts";

/** One method of one path, with all that speaks of it. */
export interface FoundRoute {
  /** In lower case, as in OpenAPI. */
  readonly method: string;
  readonly path: PathTemplate;
  /** The names of the parameters as the handlers know them, in the order of those in the path. */
  readonly names: readonly string[];
  /** What stands before the route and matches it, and the handlers of the route. */
  readonly handlers: readonly unknown[];
}

/**
 * Finds the routes of an app, those of routers mounted in it too, in the order in which Express would ask them.
 *
 * @throws {TypeError} When neither Express nor `mounts` tell where a router is mounted or what is in a sub-app; when
 * OpenAPI has no words for a path or a method that is not hidden; or when nothing is mounted at one of `mounts`.
 */
export function findRoutes(app: Routes, mounts: Mounts): readonly FoundRoute[] {
  const used = new Set<string>();
  const routes = walk(app, { mounts, used, depth: maximumDepth });
  const unused = Object.keys(mounts).find((path) => !used.has(path));
  if (unused !== undefined) {
    throw new TypeError(
      `openapi: mounts has ${JSON.stringify(unused)}, where that is not mounted. Write the path as app.use() has it, and the router or app itself.`,
    );
  }
  return routes;
}

const maximumDepth = 20;

function walk(app: Routes, search: Search): readonly FoundRoute[] {
  if (search.depth === 0) return [];
  const earlier: ExpressLayer[] = [];
  const found: FoundRoute[] = [];
  const seen = new Map<string, number>();
  for (const layer of layersOf(app)) {
    const routes = layer.route
      ? routesOf(layer, layer.route, earlier)
      : mounted(layer, { ...search, seen, earlier }).flatMap((place) => below(place, search));
    for (const route of routes) {
      const before = earlier.filter((one) => appliesTo(one, route.path.sample));
      const handlers = [...before.map(({ handle }) => handle), ...route.handlers];
      if (!isHidden(handlers)) found.push({ ...route, handlers });
    }
    if (!layer.route) earlier.push(layer);
  }
  return found;
}

function below({ at, inside }: Mounted, search: Search): readonly FoundRoute[] {
  const found = walk(inside, { ...search, depth: search.depth - 1 });
  return found.map(({ method, path, names, handlers }) => ({
    method,
    path: under(at, path),
    names: [...at.names, ...names],
    handlers,
  }));
}

// The layers of a stack are what ExpressLayer describes, in both Expresses.
function layersOf(app: Routes): readonly ExpressLayer[] {
  const { stack } = app as { readonly stack?: readonly ExpressLayer[] };
  return Array.isArray(stack) ? stack : (stackOf(app) as readonly ExpressLayer[]);
}

function isHidden(handlers: readonly unknown[]): boolean {
  return handlers.some((handler) => detailsOf(handler)?.hidden);
}

function routesOf(
  layer: ExpressLayer,
  route: ExpressRoute,
  earlier: readonly ExpressLayer[],
): readonly FoundRoute[] {
  const paths = toTemplates(route.path, syntaxOf(layer));
  return methodsOf(route).flatMap((method) => {
    const handlers = route.stack
      .filter((one) => method === every || (one.method ?? method) === method)
      .map(({ handle }) => handle);
    if (paths && fields.has(method)) {
      return paths.map((path) => ({ method, path, names: path.names, handlers }));
    }
    const everywhere = earlier.filter((one) => appliesTo(one, ""));
    if (isHidden([...handlers, ...everywhere.map(({ handle }) => handle)])) return [];
    throw new TypeError(
      `openapi: OpenAPI has no words for ${paths ? `the method ${method}` : "a path that is a pattern"}: ${method.toUpperCase()} ${String(route.path)}. Write operation({ hidden: true }) on that route, and add it to the document by hand.`,
    );
  });
}

/** The methods that a Path Item has fields for. */
const fields: ReadonlySet<string> = new Set(
  "get put post delete options head patch trace".split(" "),
);
const every = "all";

/** What runs for every method only passes on, as a rule; it is an operation when it says that it is one. */
function methodsOf({ methods, stack }: ExpressRoute): readonly string[] {
  const named = Object.keys(methods).filter((name) => name !== "_all");
  // An app's all() adds every method, a route's all() none.
  if (named.length > 0 && named.length < http.METHODS.length) return named;
  return stack.some(({ handle }) => detailsOf(handle)) ? [every] : [];
}
