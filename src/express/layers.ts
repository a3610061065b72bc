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
