import type { Request } from "express";
import { stackOf } from "./express-stack.ts";

/** The part of a router's layer that is read here; the same in Express 4 and 5. */
interface Layer {
  /** Express 5.3 returns what matched; the older ones return true and leave it in `path`. */
  match(path: string): boolean | { readonly path: string };
  readonly path?: string;
  readonly route?: { readonly methods: Readonly<Record<string, boolean>> };
  readonly handle?: { readonly stack?: readonly Layer[] };
}

const maximumDepth = 20;

/** Lists the methods that the app's routes know for the path of this request, sorted; none where no route matches. */
export function allowedMethods(req: Request): readonly string[] {
  const methods = new Set<string>();
  try {
    // The layers of a stack are what Layer describes, in both Expresses.
    collect(stackOf(req.app) as readonly Layer[], pathWithin(req), methods, maximumDepth);
  } catch {
    // A path that cannot be decoded, or a router of another make: 404 is right without Allow.
    return [];
  }
  if (methods.has("GET")) methods.add("HEAD");
  return [...methods].toSorted();
}

function collect(stack: readonly Layer[], path: string, methods: Set<string>, depth: number): void {
  for (const layer of stack) {
    const children = layer.handle?.stack;
    if (!layer.route && !children) continue;
    const match = layer.match(path);
    if (!match) continue;
    if (layer.route) {
      for (const name of Object.keys(layer.route.methods)) {
        // A route.all() is no method of its own: it runs for each, often only to pass on.
        if (name !== "_all") methods.add(name.toUpperCase());
      }
      continue;
    }
    if (children && depth > 0) {
      const prefix = match === true ? layer.path : match.path;
      collect(children, path.slice(prefix?.length ?? 0) || "/", methods, depth - 1);
    }
  }
}

function pathWithin(req: Request): string {
  const path = req.originalUrl.replace(/[?#].*$/s, "");
  const base = req.app.path();
  return (base && path.startsWith(base) ? path.slice(base.length) : path) || "/";
}
