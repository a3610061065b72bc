import { appliesTo, type ExpressLayer, matchedPrefix } from "../express/layers.ts";
import { mountPath } from "../express/mount-path.ts";
import { type PathTemplate, syntaxOf, toTemplates } from "../express/path-template.ts";
import { detailsOf } from "./operation.ts";

/** An app or a router, as `express()` and `Router()` make them. */
export type Routes = object;

/** What is mounted where Express does not tell; of several apps on one path, all in their order. */
export type Mounts = Readonly<Record<string, Routes | readonly Routes[]>>;

/** How routes are looked for. */
export interface Search {
  readonly mounts: Mounts;
  /** Those of the mounts that were met. */
  readonly used: Set<string>;
  readonly depth: number;
}

interface Place extends Search {
  /** How many apps were met on a path. */
  readonly seen: Map<string, number>;
  /** What stands before it in the same router. */
  readonly earlier: readonly ExpressLayer[];
}

/** What a layer mounts, and where. */
export interface Mounted {
  readonly at: PathTemplate;
  readonly inside: Routes;
}

/** Gives the router or app that a layer mounts, once for each of its paths; none for a middleware. */
export function mounted(layer: ExpressLayer, place: Place): readonly Mounted[] {
  const visible = isRoutes(layer.handle) ? layer.handle : undefined;
  // Express wraps the apps that an app mounts in a function of this name.
  if (!visible && layer.name !== "mounted_app") return [];

  const path = mountPath(layer);
  const known = toTemplates(path, syntaxOf(layer));
  const isLeftOut = (known ?? [{ sample: "" }]).every(({ sample }) => isHidden(place, sample));
  if (isLeftOut) return [];

  const told = mountFromOptions(layer, known, visible, place);
  const inside = visible ?? told?.inside;
  const bases = known ?? toTemplates(told?.path, syntaxOf(layer));
  if (!inside || !bases) throw unknownMount(path, visible !== undefined);
  return bases.map((at) => ({ at, inside }));
}

function isRoutes(handle: unknown): handle is Routes {
  const { stack, set, handle: dispatch } = Object(handle) as Readonly<Record<string, unknown>>;
  return Array.isArray(stack) || (typeof set === "function" && typeof dispatch === "function");
}

function isHidden({ earlier }: Place, sample: string): boolean {
  return earlier.some((one) => detailsOf(one.handle)?.hidden && appliesTo(one, sample));
}

/** What `mounts` says of a layer: the path of a router, or the app of a path. */
function mountFromOptions(
  layer: ExpressLayer,
  known: readonly PathTemplate[] | undefined,
  router: Routes | undefined,
  { mounts, used, seen }: Place,
): { readonly path: string; readonly inside: Routes } | undefined {
  for (const [key, value] of Object.entries(mounts)) {
    const [at] = toTemplates(key, syntaxOf(layer)) ?? [];
    const isHere = known
      ? known.some(({ template }) => template === at?.template)
      : at && matchedPrefix(layer, at.sample || "/") === at.sample;
    if (!isHere) continue;
    const given: readonly Routes[] = Array.isArray(value) ? value : [value];
    const inside = router ? given.find((one) => one === router) : given[seen.get(key) ?? 0];
    if (!inside) continue;
    if (!router) seen.set(key, (seen.get(key) ?? 0) + 1);
    used.add(key);
    return { path: key, inside };
  }
  return undefined;
}

function unknownMount(path: unknown, isRouter: boolean): TypeError {
  const where = typeof path === "string" ? path : "a path that is hidden or a pattern";
  const [what, hidden, name] = isRouter
    ? ["a router", "its path", "router"]
    : ["an app", "its routes", "admin"];
  return new TypeError(
    `openapi: ${what} is mounted on ${where}, and ${hidden} cannot be seen. Write mounts: { ${JSON.stringify(typeof path === "string" ? path : "/path")}: ${name} }, or app.use(path, operation({ hidden: true }), ${name}) to leave it out.`,
  );
}
