import {
  appliesTo,
  type ExpressLayer,
  type ExpressRoute,
  handlersOf,
  maximumDepth,
  namedMethods,
  stackOf,
} from "../express/layers.ts";
import {
  joinTemplates,
  type PathTemplate,
  syntaxOf,
  toTemplates,
} from "../express/path-template.ts";
import { isApp, isExpress4 } from "../express/router-facts.ts";
import { detailsOf } from "./kept-details.ts";
import { mounted, type Mounted, type Mounts, type Routes, type RouteSearch } from "./mounted.ts";

/** One method of one path. */
export interface FoundRoute {
  /** The method in lower case, as in OpenAPI. */
  readonly method: string;
  readonly path: PathTemplate;
  /** The names of the parameters in the handlers, in the order of the path; of combined routes, one after another. */
  readonly names: readonly string[];
  /** The middleware before the route that matches its path, then the handlers of the route. */
  readonly handlers: readonly unknown[];
  /** The app whose parser reads the query; undefined for a router without an app. */
  readonly app?: object | undefined;
}

/**
 * Finds the routes of an app and of its routers, in the order in which Express tries them.
 *
 * @throws {TypeError} If the path of a router or the routes of a mounted app cannot be read; if OpenAPI cannot express
 * a path or a method that is not hidden; or if nothing is mounted on a path in `mounts`. The message lists all of them.
 */
export function findRoutes(app: Routes, mounts: Mounts): readonly FoundRoute[] {
  const used = new Set<string>();
  const mistakes: string[] = [];
  const routes = walk(app, { mounts, used, mistakes, depth: maximumDepth });
  for (const { method, path } of routes) {
    const twice = path.names.find((name, index) => path.names.indexOf(name) !== index);
    if (twice === undefined) continue;
    mistakes.push(
      `OpenAPI cannot express two parameters of one name: ${method.toUpperCase()} ${path.template}. Rename ${twice} in the route or where its router is mounted, or write operation({ hidden: true }) on that route.`,
    );
  }
  for (const path of Object.keys(mounts)) {
    if (used.has(path)) continue;
    mistakes.push(
      `mounts has ${JSON.stringify(path)}, where no such app or router was found. Write the path as in app.use(), and the router or app itself.`,
    );
  }
  if (mistakes.length > 0) throw new TypeError(`openapi: ${mistakes.join("\nopenapi: ")}`);
  return routes;
}

function walk(app: Routes, search: RouteSearch): readonly FoundRoute[] {
  if (search.depth === 0) return [];
  // Express 4 reads the query once, in the outermost app; in Express 5, the app of the route does.
  const isOutermost = search.app === undefined || !isExpress4(search.app);
  const within = { ...search, app: isApp(app) && isOutermost ? app : search.app };
  const earlier: ExpressLayer[] = [];
  const found: FoundRoute[] = [];
  const seen = new Map<string, number>();
  for (const layer of stackOf(app)) {
    const routes = layer.route
      ? routesOf(layer, layer.route, earlier, search.mistakes)
      : mounted(layer, { ...search, seen, earlier }).flatMap((inner) => below(inner, within));
    for (const route of routes) {
      const before = earlier.filter((one) => appliesTo(one, route.path.examplePath));
      const handlers = [...before.map(({ handle }) => handle), ...route.handlers];
      if (!isHidden(handlers)) found.push({ app: within.app, ...route, handlers });
    }
    if (!layer.route) earlier.push(layer);
  }
  return found;
}

function below({ at, inside }: Mounted, search: RouteSearch): readonly FoundRoute[] {
  const found = walk(inside, { ...search, depth: search.depth - 1 });
  return found.map(({ method, path, names, handlers, app }) => ({
    app,
    method,
    path: joinTemplates(at, path),
    names: [...at.names, ...names],
    handlers,
  }));
}

function isHidden(handlers: readonly unknown[]): boolean {
  return handlers.some((handler) => detailsOf(handler)?.hidden);
}

function routesOf(
  layer: ExpressLayer,
  route: ExpressRoute,
  earlier: readonly ExpressLayer[],
  mistakes: string[],
): readonly FoundRoute[] {
  const paths = toTemplates(route.path, syntaxOf(layer));
  return methodsOf(route).flatMap((method) => {
    const handlers = handlersOf(route, method === everyMethod ? undefined : method);
    if (paths && pathItemMethods.has(method)) {
      return paths.map((path) => ({ method, path, names: path.names, handlers }));
    }
    const everywhere = earlier.filter((one) => appliesTo(one, ""));
    if (!isHidden([...handlers, ...everywhere.map(({ handle }) => handle)])) {
      mistakes.push(
        inexpressible(method, route, paths ? `the method ${method}` : "a path that is a pattern"),
      );
    }
    return [];
  });
}

function inexpressible(method: string, { path }: ExpressRoute, what: string): string {
  return `OpenAPI cannot express ${what}: ${method.toUpperCase()} ${String(path)}. Write operation({ hidden: true }) on that route, and add it to the document by hand.`;
}

/** The methods that OpenAPI's Path Item Object has fields for. */
const pathItemMethods: ReadonlySet<string> = /* @__PURE__ */ new Set(
  "get put post delete options head patch trace".split(" "),
);
const everyMethod = "all";

/** A handler for every method usually only passes the request on, so it counts as a route only with `operation`. */
function methodsOf(route: ExpressRoute): readonly string[] {
  const named = namedMethods(route);
  if (named.length > 0) return named;
  return handlersOf(route).some((handler) => detailsOf(handler)) ? [everyMethod] : [];
}
