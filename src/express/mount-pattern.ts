import {
  appsAround,
  type ExpressLayer,
  innerStackOf,
  matchedPrefix,
  maximumDepth,
  stackOf,
} from "./layers.ts";
import { mountPath } from "./mount-path.ts";

/** The layers that mount the routers around a route, outermost first. */
type Chain = readonly ExpressLayer[];

/**
 * Returns the pattern that a route of an app is mounted on, such as `/tenants/:tenant`; "" for a route of the app
 * itself. Returns undefined if Express does not tell the pattern; a path with values is never returned.
 *
 * @param path The path of the request, which decides where a router is mounted several times.
 */
export function mountPattern(app: unknown, route: object, path: string): string | undefined {
  const base = patternOfApp(app);
  if (base === undefined || !fits(base, path)) return undefined;
  const inside = path
    .split("/")
    .slice(base.split("/").length)
    .map((segment) => `/${segment}`)
    .join("");
  const chains = chainsTo(route, stackOf(app), []).map((chain) => patternOfChain(chain, inside));
  const fitting = chains.filter(({ isMatch }) => isMatch);
  const patterns = new Set((chains.length > 1 ? fitting : chains).map(({ pattern }) => pattern));
  const [pattern] = patterns;
  return patterns.size === 1 && pattern !== undefined ? base + pattern : undefined;
}

/** Returns the pattern of an app in its outermost app; undefined if one was mounted on anything but a string. */
function patternOfApp(app: unknown): string | undefined {
  let pattern = "";
  for (const one of appsAround(app)) {
    const { parent, mountpath } = one as {
      readonly parent?: unknown;
      readonly mountpath?: unknown;
    };
    if (!parent) continue;
    if (typeof mountpath !== "string") return undefined;
    pattern = withoutEndSlash(mountpath) + pattern;
  }
  return pattern;
}

function chainsTo(
  route: object,
  stack: readonly ExpressLayer[],
  around: readonly (readonly ExpressLayer[])[],
): readonly Chain[] {
  // A router may be mounted in itself.
  if (around.includes(stack) || around.length > maximumDepth) return [];
  const chains: Chain[] = [];
  for (const layer of stack) {
    if (layer.route === route) chains.push([]);
    const inner = layer.route ? undefined : innerStackOf(layer);
    if (!Array.isArray(inner)) continue;
    for (const chain of chainsTo(route, inner, [...around, stack])) chains.push([layer, ...chain]);
  }
  return chains;
}

interface ChainPattern {
  readonly pattern: string | undefined;
  /** Whether the path of the request matches; it may not, if a middleware has changed `req.url`. */
  readonly isMatch: boolean;
}

function patternOfChain(chain: Chain, path: string): ChainPattern {
  let pattern: string | undefined = "";
  let rest: string | undefined = path;
  for (const layer of chain) {
    const matched: string | undefined =
      rest === undefined ? undefined : matchedPrefix(layer, rest || "/");
    const prefix: string | undefined = matched === undefined ? undefined : withoutEndSlash(matched);
    const own = patternOfLayer(layer, prefix);
    pattern = own === undefined || pattern === undefined ? undefined : pattern + own;
    rest = prefix === undefined ? undefined : rest?.slice(prefix.length);
  }
  return { pattern, isMatch: rest !== undefined };
}

function patternOfLayer(layer: ExpressLayer, prefix: string | undefined): string | undefined {
  const path = mountPath(layer);
  if (typeof path === "string") return withoutEndSlash(path);
  if (prefix === undefined) return undefined;
  if (Array.isArray(path)) {
    const alternatives: readonly unknown[] = path;
    const fitting = alternatives.filter((one) => typeof one !== "string" || fits(one, prefix));
    const [only] = fitting;
    return fitting.length === 1 && typeof only === "string" ? withoutEndSlash(only) : undefined;
  }
  return path === undefined ? withNames(layer, prefix) : undefined;
}

/**
 * Replaces values by the names of their parameters, where the router does not keep the path: Express before 5.3. The
 * other segments are in lower case, since the client chooses their case.
 */
function withNames({ matchers, params }: ExpressLayer, prefix: string): string | undefined {
  if (!matchers || !params || matchers.some(({ name }) => name === "regexpMatcher")) {
    return undefined;
  }
  const segments = prefix.split("/").map(decode);
  const pattern = segments.map((segment) => segment.toLowerCase());
  for (const [name, value] of Object.entries(params)) {
    const index = segments.findIndex((segment) => segment === value);
    if (index === -1 || segments.includes(segments[index] ?? "", index + 1)) return undefined;
    pattern[index] = `:${name}`;
  }
  return pattern.join("/");
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** Checks that a path begins like a pattern; a segment that is not plain text matches any. */
function fits(pattern: string, path: string): boolean {
  const segments = path.toLowerCase().split("/");
  return withoutEndSlash(pattern)
    .toLowerCase()
    .split("/")
    .every((one, index) => one === segments[index] || /[^\w.~%@-]/.test(one));
}

function withoutEndSlash(path: string): string {
  return path.endsWith("/") ? path.slice(0, -1) : path;
}
