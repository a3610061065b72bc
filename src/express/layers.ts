/** One entry of a router: a middleware, a route or another router. */
export interface StackLayer {
  readonly handle?: unknown;
}

interface AppLike {
  readonly parent?: unknown;
  readonly router?: { readonly stack?: readonly StackLayer[] };
}

/** Gives the layers of an app in their order; the same private list in Express 4 and 5. */
export function stackOf(app: unknown): readonly StackLayer[] {
  // Express 4 throws at app.router, so its own name comes first. Both are functions with a stack.
  const { _router } = app as { _router?: AppLike["router"] };
  return (_router ?? (app as AppLike).router)?.stack ?? [];
}

/** Gives an app and those it is mounted in, innermost first. */
export function appsAround(app: unknown): readonly unknown[] {
  const apps: unknown[] = [];
  for (let at = app; at; at = (at as AppLike).parent) apps.push(at);
  return apps;
}

/** What is read here of a router's layer. */
export interface ExpressLayer {
  readonly name?: string;
  readonly handle?: unknown;
  readonly route?: ExpressRoute;
  /** The path as it was written; since Express 5.3. */
  readonly rawPath?: unknown;
  /** Express 4 alone. */
  readonly regexp?: RegExp & { readonly fast_slash?: boolean };
  /** Express 4 alone: the parameters, in their order. */
  readonly keys?: readonly { readonly name: string | number }[];
  /** Express 5 alone: whether it is mounted on "/". */
  readonly slash?: boolean;
  /** The path that matched, in Express before 5.3. */
  readonly path?: string;
  match(path: string): boolean | { readonly path: string };
}

/** A route: handlers for one path. */
export interface ExpressRoute {
  readonly path: unknown;
  readonly methods: Readonly<Record<string, boolean>>;
  readonly stack: readonly { readonly method?: string; readonly handle: unknown }[];
}

/** Tells whether a middleware is asked for a path: it takes all below its own, but only whole segments. */
export function appliesTo(layer: ExpressLayer, sample: string): boolean {
  const prefix = matchedPrefix(layer, sample || "/")?.replace(/\/$/, "");
  return prefix !== undefined && (sample === prefix || sample.startsWith(`${prefix}/`));
}

/** Tells how much of a path a layer takes, "" for one on "/"; undefined when it does not match. */
export function matchedPrefix(layer: ExpressLayer, path: string): string | undefined {
  try {
    const match = layer.match(path);
    if (match === false) return undefined;
    return (match === true ? layer.path : match.path) ?? "";
  } catch {
    // A sample that the layer's own pattern cannot decode.
    return undefined;
  }
}
