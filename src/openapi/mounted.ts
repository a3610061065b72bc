import {
  appliesTo,
  type ExpressLayer,
  isMountedApp,
  isRouterOrApp,
  matchedPrefix,
} from "../express/layers.ts";
import { mountPath } from "../express/mount-path.ts";
import { type PathTemplate, syntaxOf, toTemplates } from "../express/path-template.ts";
import { wrappedFunctions } from "../express/wrapped-functions.ts";
import { detailsOf } from "./kept-details.ts";

/** An app or a router: the return value of `express()` or `Router()`. */
export type Routes = object;

/** The mounted apps and routers that Express hides, by path; an array in mount order if one path has several. */
export type Mounts = Readonly<Record<string, Routes | readonly Routes[]>>;

/** The search for the routes of an app. */
export interface RouteSearch {
  readonly mounts: Mounts;
  /** The keys of `mounts` that were found in the app. */
  readonly used: Set<string>;
  /** The mistakes in the app or in `mounts`, one sentence each. */
  readonly mistakes: string[];
  readonly depth: number;
  /** The innermost app so far whose parser reads the query. */
  readonly app?: object | undefined;
}

interface LayerSearch extends RouteSearch {
  /** The number of apps found so far on each path. */
  readonly seen: Map<string, number>;
  /** The layers before this one in the same router. */
  readonly earlier: readonly ExpressLayer[];
}

/** A router or app, and the path that it is mounted on. */
export interface Mounted {
  readonly at: PathTemplate;
  readonly inside: Routes;
}

/** Returns the router or app that a layer mounts, once for each of its paths; empty for a middleware. */
export function mounted(layer: ExpressLayer, search: LayerSearch): readonly Mounted[] {
  const visible = wrappedFunctions(layer.handle).find(isRouterOrApp);
  if (!visible && !isMountedApp(layer)) return [];

  const path = mountPath(layer);
  const known = toTemplates(path, syntaxOf(layer));
  const examplePaths = known?.map(({ examplePath }) => examplePath) ?? [""];
  if (examplePaths.every((examplePath) => isHidden(search, examplePath))) return [];

  const fromOptions = mountFromOptions(layer, known, visible, search);
  const inside = visible ?? fromOptions[0]?.inside;
  const paths = fromOptions.map(({ path: key }) => key);
  const bases = known ?? (inside && toTemplates(paths, syntaxOf(layer)));
  if (!inside || !bases || bases.length === 0) {
    search.mistakes.push(unknownMount(path, visible !== undefined));
    return [];
  }
  return bases.map((at) => ({ at, inside }));
}

function isHidden({ earlier }: LayerSearch, examplePath: string): boolean {
  return earlier.some((one) => detailsOf(one.handle)?.hidden && appliesTo(one, examplePath));
}

/** Returns the entries of `mounts` for a layer: for a router all its paths, for a path its app. */
function mountFromOptions(
  layer: ExpressLayer,
  known: readonly PathTemplate[] | undefined,
  router: Routes | undefined,
  { mounts, used, seen }: LayerSearch,
): readonly { readonly path: string; readonly inside: Routes }[] {
  const found: { readonly path: string; readonly inside: Routes }[] = [];
  for (const [key, value] of Object.entries(mounts)) {
    const [at] = toTemplates(key, syntaxOf(layer)) ?? [];
    const isHere = known
      ? known.some(({ template }) => template === at?.template)
      : at && matchedPrefix(layer, at.examplePath || "/") === at.examplePath;
    if (!isHere) continue;
    const candidates: readonly Routes[] = Array.isArray(value) ? value : [value];
    const inside = router
      ? candidates.find((one) => one === router)
      : candidates[seen.get(key) ?? 0];
    if (!inside) continue;
    if (!router) seen.set(key, (seen.get(key) ?? 0) + 1);
    used.add(key);
    found.push({ path: key, inside });
  }
  return found;
}

function unknownMount(path: unknown, isRouter: boolean): string {
  const where =
    typeof path === "string" ? path : "a path that is a pattern or that Express does not keep";
  const key = JSON.stringify(typeof path === "string" ? path : "/path");
  const [what, missing, name] = isRouter
    ? ["a router", "path", "router"]
    : ["an app", "routes", "admin"];
  return `${what} is mounted on ${where}, and its ${missing} cannot be read. Write mounts: { ${key}: ${name} }, or app.use(path, operation({ hidden: true }), ${name}) to omit it.`;
}
