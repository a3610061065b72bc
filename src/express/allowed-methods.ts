import type { Request } from "express";
import { stackOf } from "./layers.ts";
import { http } from "./node-http.ts";
import { pathOf } from "./request-path.ts";

/** What the routes of an app know about the path of a request. */
export interface AllowedMethods {
  /** The methods of the routes that match the path, sorted, HEAD beside GET; none where no route matches. */
  readonly allow: readonly string[];
  /** Whether Express answers OPTIONS by itself as soon as the request is passed on. */
  readonly answersOptions: boolean;
}

/**
 * Lists what the app's routes know about the path of this request.
 *
 * This walks the routers' stacks on Express 5.3 too, for `router.listRoutes()` cannot tell whether a path matches: it
 * gives neither the matcher nor the router's `strict` and `caseSensitive`, so that `/Items/` looks alike where it is
 * `/items` and where it is not, and to compile its paths would take the very path-to-regexp of that router. It shows
 * no more either: both are blind to a sub-app, which Express hides in a function, and both show `app.all()` as a
 * route of every method. A test holds the walk against the listing.
 */
export function allowedMethods(req: Request): AllowedMethods {
  try {
    const { base, path } = pathWithin(req);
    // The layers of a stack are what Layer describes, in both Expresses.
    const stack = stackOf(req.app) as readonly Layer[];
    const level: Level = { path, base, end: req.baseUrl, depth: maximumDepth };
    // Express has tried the routes of this method; only where another one matches do they have to be tried again.
    if (!hasOther(stack, level, req.method.toLowerCase())) return none;
    const found: Found = { methods: new Set(), answersOptions: false };
    collect(found, stack, level);
    if (found.methods.has("GET")) found.methods.add("HEAD");
    return { allow: [...found.methods].toSorted(), answersOptions: found.answersOptions };
  } catch {
    // A path that cannot be decoded, or a router of another make: 404 is right without Allow.
    return none;
  }
}

const none: AllowedMethods = { allow: [], answersOptions: false };

/** The part of a router's layer that is read here; the same in Express 4 and 5. */
interface Layer {
  /** Express 5.3 returns what matched; the older ones return true and leave it in `path`. */
  match(path: string): boolean | { readonly path: string };
  readonly path?: string;
  readonly route?: { readonly methods: Readonly<Record<string, boolean>> };
  readonly handle?: { readonly stack?: readonly Layer[] };
}

interface Found {
  readonly methods: Set<string>;
  answersOptions: boolean;
}

interface Level {
  /** The path as this router sees it. */
  readonly path: string;
  /** What the routers above have taken off. */
  readonly base: string;
  /** The base of the router in which the request has come to its end. */
  readonly end: string;
  readonly depth: number;
}

const maximumDepth = 20;

/** Tells whether a route that does not handle the method matches the path. */
function hasOther(stack: readonly Layer[], level: Level, method: string): boolean {
  for (const layer of stack) {
    if (layer.route ? layer.route.methods[method] : !layer.handle?.stack) continue;
    const match = layer.match(level.path);
    if (!match) continue;
    if (layer.route) return true;
    const below = within(level, prefixOf(layer, match));
    if (below && hasOther(layer.handle?.stack ?? [], below, method)) return true;
  }
  return false;
}

function prefixOf(layer: Layer, match: true | { readonly path: string }): string {
  return (match === true ? layer.path : match.path) ?? "";
}

function collect(found: Found, stack: readonly Layer[], level: Level): void {
  for (const layer of stack) {
    const children = layer.handle?.stack;
    if (!layer.route && !children) continue;
    const match = layer.match(level.path);
    if (!match) continue;
    if (layer.route) addRoute(found, layer.route.methods, level);
    else if (children) {
      const below = within(level, prefixOf(layer, match));
      if (below) collect(found, children, below);
    }
  }
}

function addRoute(found: Found, methods: Readonly<Record<string, boolean>>, level: Level): void {
  const named = Object.keys(methods).filter((name) => name !== "_all");
  // An app's all() adds every method, often only to pass on, as a route's all() does with none.
  if (named.length < http.METHODS.length)
    for (const name of named) found.methods.add(name.toUpperCase());
  // Express collects the methods for OPTIONS router by router, and answers at the end of each.
  const endIsAhead = level.end === level.base || level.end.startsWith(`${level.base}/`);
  const handlesOptions = "_all" in methods || "options" in methods;
  if (endIsAhead && !handlesOptions && named.length > 0) found.answersOptions = true;
}

/** Takes off what a router is mounted on; Express skips the router where that is no whole number of segments. */
function within(level: Level, prefix: string): Level | undefined {
  if (level.depth === 0) return undefined;
  const rest = level.path.slice(prefix.length);
  if (!level.path.startsWith(prefix) || (prefix !== "" && rest !== "" && rest[0] !== "/")) {
    return undefined;
  }
  const base = level.base + prefix.replace(/\/$/, "");
  return { path: rest || "/", base, end: level.end, depth: level.depth - 1 };
}

/** Splits the path of a request into what this app is mounted on and what its own routes are matched against. */
export function pathWithin(req: Request): { readonly base: string; readonly path: string } {
  const full = fullPath(req);
  const base = mountedOn(req, full);
  return { base, path: full.slice(base.length) || "/" };
}

/** As the routers see it, which is not as it was sent where a middleware has rewritten `req.url`. */
function fullPath(req: Request): string {
  const path = req.baseUrl + pathOf(req.url);
  if (req.url === req.originalUrl) return path;
  const sent = pathOf(req.originalUrl);
  // Below a mount point Express writes "/" for nothing.
  return path === `${sent}/` ? sent : path;
}

/** `app.path()` gives the pattern an app is mounted on, so its segments are counted off the real path. */
function mountedOn(req: Request, full: string): string {
  const at = req.app.path();
  const pattern = at.endsWith("/") ? at.slice(0, -1) : at;
  if (pattern === "") return "";
  // Where a pattern may match any number of segments, this middleware is taken to stand in the app itself.
  if (!/^(?:\/:?[\w.~%-]+)+$/.test(pattern)) return req.baseUrl;
  return full.split("/", pattern.split("/").length).join("/");
}
