import { type ExpressLayer, innerStackOf, maximumDepth, stackOf } from "./layers.ts";
import { mountPath } from "./mount-path.ts";

/**
 * Returns the pattern that a route of an app is mounted on, such as `/tenants/:tenant`; "" for a route of the app
 * itself. Returns undefined if Express does not tell the pattern; a path with values is never returned.
 *
 * @param path The path of the request, which the pattern has to match: a router may be mounted several times.
 */
export function mountPattern(app: unknown, route: object, path: string): string | undefined {
  const known = found.get(route);
  const all = known && known.app === app ? known.patterns : allPatterns(app, route);
  if (all.length === 1 && all[0] === "") return "";
  const patterns = all.filter((one) => fits(one, path));
  return patterns.every((one) => one === patterns[0]) ? patterns[0] : undefined;
}

/** The patterns that were found for each route: the search takes as long as an app has routes. */
const found = new WeakMap<
  object,
  { readonly app: unknown; readonly patterns: readonly string[] }
>();

function allPatterns(app: unknown, route: object): readonly string[] {
  // Express joins the patterns of the apps around an app, as they were written.
  const base = withoutEndSlash((app as { path(): string }).path());
  const patterns = patternsOf(route, stackOf(app), base, 0);
  found.set(route, { app, patterns });
  return patterns;
}

function patternsOf(
  route: object,
  stack: readonly ExpressLayer[],
  base: string,
  depth: number,
): readonly string[] {
  return stack.flatMap((layer) => {
    if (layer.route) return layer.route === route ? base : [];
    const inner = innerStackOf(layer);
    const path = Array.isArray(inner) ? mountPath(layer) : undefined;
    if (!inner || typeof path !== "string" || depth > maximumDepth) return [];
    // A router that is mounted in itself is not entered again.
    return inner === stack ? [] : patternsOf(route, inner, base + withoutEndSlash(path), depth + 1);
  });
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
