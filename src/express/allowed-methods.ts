import type { Request } from "express";
import {
  type ExpressLayer,
  type ExpressRoute,
  innerStackOf,
  matchedPrefix,
  maximumDepth,
  namedMethods,
  stackOf,
} from "./layers.ts";
import { pathOf } from "./request-path.ts";

/** The methods that an app's routes have for the path of a request. */
export interface AllowedMethods {
  /** The methods of the routes that match the path, sorted, with HEAD if there is GET; empty if no route matches. */
  readonly allow: readonly string[];
  /** Whether Express responds to OPTIONS by itself once the request is passed on. */
  readonly answersOptions: boolean;
}

/**
 * Finds the methods that the app's routes have for the path of this request.
 *
 * This reads the routers' private stacks on Express 5.3 too, where `router.listRoutes()` exists: its result has
 * neither the matcher nor the router's `strict` and `caseSensitive` options, so it cannot say whether `/Items/`
 * matches `/items`. It lists the same routes otherwise: neither sees into a mounted app, which Express hides in a
 * function, and both show `app.all()` as a route for every method. A test compares the two.
 */
export function allowedMethods(req: Request): AllowedMethods {
  try {
    const { base, path } = pathWithin(req);
    const stack = stackOf(req.app);
    const level: Level = {
      path,
      base,
      end: req.baseUrl,
      depth: maximumDepth,
      budget: { characters: maximumCharacters },
    };
    // Express has tried the routes of this method. Unless a route of another method matches, there is nothing to list.
    if (!hasOther(stack, level, req.method.toLowerCase())) return none;
    const found: Found = { methods: new Set(), answersOptions: false };
    collect(found, stack, level);
    if (found.methods.has("GET")) found.methods.add("HEAD");
    return { allow: [...found.methods].toSorted(), answersOptions: found.answersOptions };
  } catch {
    // A router that is not Express's own, or a search that is too long: the response is a 404 without Allow.
    return none;
  }
}

const none: AllowedMethods = { allow: [], answersOptions: false };

interface Found {
  readonly methods: Set<string>;
  answersOptions: boolean;
}

/** The path of the request at one router. */
interface Level {
  /** The path that this router matches. */
  readonly path: string;
  /** The path that this router is mounted on. */
  readonly base: string;
  /** The path of the router that the request reached last. */
  readonly end: string;
  /** How many more routers inside one another are looked into. */
  readonly depth: number;
  /** How many more characters are matched, in all routers together. */
  readonly budget: { characters: number };
}

/**
 * How many characters all matchers together get to see. 2,000 routes may have paths of 500 characters; a client that
 * sends a path of 15 kB cannot make such an app search for longer than Express itself did.
 */
const maximumCharacters = 1_000_000;

function matchWithin({ path, budget }: Level, layer: ExpressLayer): string | undefined {
  budget.characters -= path.length;
  if (budget.characters < 0) throw new RangeError("The search for methods takes too long");
  return matchedPrefix(layer, path);
}

/** Returns true if a route that does not handle the method matches the path. */
function hasOther(stack: readonly ExpressLayer[], level: Level, method: string): boolean {
  for (const layer of stack) {
    const inner = innerStackOf(layer);
    if (layer.route ? layer.route.methods[method] : !inner) continue;
    const prefix = matchWithin(level, layer);
    if (prefix === undefined) continue;
    if (layer.route) return true;
    const below = within(level, prefix);
    if (below && hasOther(inner ?? [], below, method)) return true;
  }
  return false;
}

function collect(found: Found, stack: readonly ExpressLayer[], level: Level): void {
  for (const layer of stack) {
    const inner = innerStackOf(layer);
    if (!layer.route && !inner) continue;
    const prefix = matchWithin(level, layer);
    if (prefix === undefined) continue;
    if (layer.route) addRoute(found, layer.route, level);
    else if (inner) {
      const below = within(level, prefix);
      if (below) collect(found, inner, below);
    }
  }
}

function addRoute(found: Found, route: ExpressRoute, level: Level): void {
  // A route made with all() often only passes the request on, so it allows nothing by itself.
  const named = namedMethods(route);
  for (const name of named) found.methods.add(name.toUpperCase());
  // Each router collects the methods for OPTIONS, and responds when the request reaches the router's end.
  const endIsAhead = level.end === level.base || level.end.startsWith(`${level.base}/`);
  const handlesOptions = "_all" in route.methods || "options" in route.methods;
  if (endIsAhead && !handlesOptions && named.length > 0) found.answersOptions = true;
}

/** Removes a router's mount path; undefined if it is not whole segments, since Express skips the router then. */
function within(level: Level, prefix: string): Level | undefined {
  if (level.depth === 0) return undefined;
  const rest = level.path.slice(prefix.length);
  if (!level.path.startsWith(prefix) || (prefix !== "" && rest !== "" && rest[0] !== "/")) {
    return undefined;
  }
  const base = level.base + prefix.replace(/\/$/, "");
  return { ...level, path: rest || "/", base, depth: level.depth - 1 };
}

/** Splits the path of a request into the app's mount path and the rest, which the app's routes match. */
export function pathWithin(req: Request): { readonly base: string; readonly path: string } {
  const full = fullPath(req);
  const base = mountPathOfApp(req, full);
  return { base, path: full.slice(base.length) || "/" };
}

/** Returns the path that the routers match, which differs from the path sent if a middleware has changed `req.url`. */
function fullPath(req: Request): string {
  const path = req.baseUrl + pathOf(req.url);
  if (req.url === req.originalUrl) return path;
  const sent = pathOf(req.originalUrl);
  // Express sets req.url to "/" where the path ends at the mount path.
  return path === `${sent}/` ? sent : path;
}

function mountPathOfApp(req: Request, full: string): string {
  const at = req.app.path();
  const pattern = at.endsWith("/") ? at.slice(0, -1) : at;
  if (pattern === "") return "";
  // A pattern may match any number of segments. Then this middleware is assumed to be mounted in the app itself.
  if (!/^(?:\/:?[\w.~%-]+)+$/.test(pattern)) return req.baseUrl;
  // app.path() has the parameters by name, so only the number of its segments is used.
  return full.split("/", pattern.split("/").length).join("/");
}
