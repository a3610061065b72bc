import { handlerName } from "../express/handler-name.ts";
import { isApp, isExpress4, paramHandlers } from "../express/router-facts.ts";
import { outline, type Step } from "./outline.ts";

/** One route of an app, with what runs before it. */
export interface FoundRoute {
  readonly step: Step;
  /** The methods and the whole path: `GET /tenants/:tenant/articles`. */
  readonly label: string;
  /** The middleware before the route whose path covers that of the route, outermost first. */
  readonly before: readonly Step[];
  /** The paths whose parameters the handlers see. */
  readonly paths: readonly string[];
  /** The paths whose parameters Express hides from the handlers. */
  readonly hiddenPaths: readonly string[];
}

/** A list of steps: those of the app, or of one of its routers. */
export interface StepList {
  readonly steps: readonly Step[];
  /** Whether it is that of the app itself. */
  readonly isOutermost: boolean;
}

/** The facts of a built app that rules read. */
export interface AppFacts {
  readonly isApp: boolean;
  readonly isExpress4: boolean;
  readonly steps: readonly Step[];
  readonly lists: readonly StepList[];
  readonly routes: readonly FoundRoute[];
  readonly paramHandlers: readonly { readonly name: string; readonly handle: unknown }[];
}

/** An app whose routers are mounted in one another in many ways could have endless routes. */
const maximumRoutes = 20_000;

/** Reads the facts of an app. Nothing of the app is called. */
export function readApp(app: object): AppFacts {
  const steps = outline(app);
  const routes: FoundRoute[] = [];
  const lists = new Map<readonly Step[], StepList>();
  walk(steps, { base: "", before: [], paths: [], hiddenPaths: [] }, true);
  return {
    isApp: isApp(app),
    isExpress4: isExpress4(app),
    steps,
    lists: [...lists.values()],
    routes,
    paramHandlers: [
      ...paramHandlers(app),
      ...[...lists.values()].flatMap((list) => list.steps.flatMap(({ params }) => params)),
    ],
  };

  function walk(list: readonly Step[], at: Around, isOutermost: boolean): void {
    if (!lists.has(list)) lists.set(list, { steps: list, isOutermost });
    const earlier: Step[] = [];
    for (const step of list) {
      if (routes.length >= maximumRoutes) return;
      const base = at.base + (step.path === "/" ? "" : (step.path ?? "/…"));
      if (step.kind === "route" || step.kind === "router") {
        const before = [...at.before, ...earlier.filter((one) => covers(one, step))];
        const paths = step.path === undefined ? [] : [step.path];
        if (step.kind === "route") {
          const label = `${step.methods.join(", ")} ${base || "/"}`;
          routes.push({ ...at, step, label, before, paths: [...at.paths, ...paths] });
        } else {
          const seen = [...at.paths, ...paths];
          walk(
            step.inside,
            {
              base,
              before,
              paths: step.mergesParams ? seen : [],
              hiddenPaths: step.mergesParams ? at.hiddenPaths : [...at.hiddenPaths, ...seen],
            },
            false,
          );
        }
      }
      earlier.push(...passedBy(step));
    }
  }
}

interface Around {
  readonly base: string;
  readonly before: readonly Step[];
  readonly paths: readonly string[];
  readonly hiddenPaths: readonly string[];
}

/**
 * Returns the middleware of a step that requests for other routes may pass too: the step itself, that of a router on
 * every path, and the handlers of a route for every path.
 */
export function passedBy(step: Step): readonly Step[] {
  if (step.kind === "middleware") return [step];
  if (!step.everywhere) return [];
  if (step.kind === "router") return [...new Set(step.inside.flatMap(passedBy))];
  return step.handlers.map((handle) => ({
    ...step,
    kind: "middleware",
    handle,
    name: handlerName(handle),
  }));
}

/**
 * Returns true if a middleware may run before a step of the same router. A path that is a pattern may cover any, and one
 * inside the path of a router some of its routes.
 */
export function covers(middleware: Step, { kind, path }: Step): boolean {
  // Express ignores the case, unless a router is told otherwise.
  const prefix = middleware.path?.replace(/\/$/, "").toLowerCase();
  if (middleware.everywhere || prefix === undefined || path === undefined) return true;
  if (/[^\w./~-]/.test(prefix) || path.startsWith("/:") || path.includes(",")) return true;
  const covered = path.toLowerCase();
  if (kind === "router" && prefix.startsWith(`${covered.replace(/\/$/, "")}/`)) return true;
  return covered === prefix || covered.startsWith(`${prefix}/`);
}
