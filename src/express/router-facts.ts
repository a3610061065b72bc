import { stackOf } from "./layers.ts";

/** Returns true if an app, or a router with layers, is of Express 4, which ignores the promises of handlers. */
export function isExpress4(appOrRouter: object): boolean {
  if ("lazyrouter" in appOrRouter) return true;
  const [layer] = stackOf(appOrRouter);
  return layer?.regexp !== undefined;
}

/** Returns true if a value is an app, and not only a router. */
export function isApp(value: unknown): value is object {
  const { set, handle } = Object(value) as Readonly<Record<string, unknown>>;
  return typeof value === "function" && typeof set === "function" && typeof handle === "function";
}

/** Returns true if the routes of a router see the parameters of the path that the router is mounted on. */
export function mergesParams(router: unknown): boolean {
  return (router as { readonly mergeParams?: unknown }).mergeParams === true;
}

/** Returns the handlers of `app.param()` or `router.param()`, with the names of their parameters. */
export function paramHandlers(
  appOrRouter: object,
): readonly { readonly name: string; readonly handle: unknown }[] {
  const { _router, lazyrouter, params } = appOrRouter as HasParams;
  // Express 4 throws when app.router is read.
  const router = lazyrouter === undefined ? (appOrRouter as HasParams).router : _router;
  const byName = (router ?? { params }).params ?? {};
  return Object.entries(byName).flatMap(([name, handles]) =>
    Array.isArray(handles) ? handles.map((handle: unknown) => ({ name, handle })) : [],
  );
}

interface HasParams {
  readonly lazyrouter?: unknown;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly router?: { readonly params?: Readonly<Record<string, unknown>> };
  readonly _router?: { readonly params?: Readonly<Record<string, unknown>> };
}
