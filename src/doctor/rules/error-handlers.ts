import type { AppFacts, StepList } from "../app-facts.ts";
import type { AppRule, Spot } from "../app-rule.ts";
import { neverPassesOn, parametersOf, textOf } from "../function-text.ts";
import { isOwnErrorHandler, type Step } from "../outline.ts";

/** Finds an app without an error middleware. */
export const noErrorHandler: AppRule = {
  id: "no-error-handler",
  reason:
    "Express responds to every failure with a page of its own: HTML, and outside of production the stack.",
  cure: "Write app.use(errorHandler()) after all routes.",
  find: ({ isApp, steps, lists, routes }) => {
    // Each router may have one of its own.
    const hasOne = lists.some((list) => list.steps.some(isErrorMiddleware));
    return isApp && hasRoutes(steps, routes.length) && !hasOne ? [{}] : [];
  },
};

/** Finds an error middleware that is mounted before what it should care for. */
export const errorHandlerBeforeRoutes: AppRule = {
  id: "error-handler-before-routes",
  reason:
    "Express looks for an error middleware after the route that failed. This one is before routes or before notFoundHandler(), and no other follows them.",
  cure: "Move app.use(errorHandler()) to the end, after all routes and after notFoundHandler().",
  find: ({ lists, isApp }) =>
    lists.flatMap(({ steps, isOutermost }) => {
      // One of a path is for what is on this path.
      const last = steps.findLastIndex((step) => isErrorMiddleware(step) && step.everywhere);
      const handler = steps[last];
      if (!handler || (!(isOutermost && isApp) && !isOwnErrorHandler(handler))) return [];
      const later = steps.slice(last + 1).some((step) => hasHandlers(step) || isOwnNotFound(step));
      return later ? [{ handle: handler.handle }] : [];
    }),
};

/** Finds an error middleware that is never called, because one before it always responds. */
export const secondErrorHandler: AppRule = {
  id: "second-error-handler",
  reason: "The error middleware before this one always responds, so Express never calls this one.",
  cure: "Keep one of the two. An error middleware that only logs has to call next(error).",
  find: ({ lists }) =>
    lists.flatMap(({ steps }) =>
      afterTerminal(steps)
        .filter((step) => !isTracker(step))
        .map(({ handle }) => ({ handle })),
    ),
};

/** Finds the error middleware of an error tracker where it sees no errors, or only some. */
export const trackerMisplaced: AppRule = {
  id: "tracker-misplaced",
  reason:
    "The error tracker is mounted where it does not see all failures: before routes, or after an error middleware that responds.",
  cure: "Mount it after all routes and before errorHandler(), or pass a reporter such as sentryReporter() to errorHandler in its place.",
  find: ({ lists }) =>
    lists.flatMap(({ steps }) => {
      const tooLate = afterTerminal(steps).filter(isTracker);
      const tooEarly = steps.filter(
        (step, index) =>
          isErrorMiddleware(step) && isTracker(step) && steps.slice(index + 1).some(hasHandlers),
      );
      return [...new Set([...tooEarly, ...tooLate])].map(({ handle }) => ({ handle }));
    }),
};

/** Finds error middleware of three parameters, which Express calls as an ordinary middleware. */
export const threeParameters: AppRule = {
  id: "three-parameter-error-handler",
  reason:
    "Express recognizes an error middleware by its four parameters. This one has three, so it gets the request as error.",
  cure: "Write (err, req, res, next), with all four parameters.",
  find: ({ lists, routes }) => [
    ...lists.flatMap(({ steps }: StepList) =>
      steps
        .filter(({ kind }) => kind === "middleware")
        .flatMap(({ handle }) => threeOf(handle, {})),
    ),
    ...routes.flatMap(({ step, label }) =>
      step.handlers.flatMap((handle) => threeOf(handle, { route: label })),
    ),
  ],
};

function threeOf(handle: unknown, spot: Spot): readonly Spot[] {
  const names = parametersOf(handle);
  const isMistake = names.length === 3 && /^_?(?:err|error)$/i.test(names[0] ?? "");
  return isMistake ? [{ ...spot, handle }] : [];
}

function afterTerminal(steps: readonly Step[]): readonly Step[] {
  const first = steps.findIndex(
    (step) => isErrorMiddleware(step) && step.everywhere && isTerminal(step),
  );
  return first < 0 ? [] : steps.slice(first + 1).filter(isErrorMiddleware);
}

function isTerminal(step: Step): boolean {
  return isOwnErrorHandler(step) || (!isTracker(step) && neverPassesOn(step.handle));
}

/** Trackers whose error middleware passes every error on. */
const trackers =
  /sentry|rollbar|bugsnag|airbrake|honeybadger|raygun|appsignal|newrelic|elastic-?apm|datadog/i;

function isTracker({ name, handle }: Step): boolean {
  return trackers.test(name) || trackers.test(textOf(handle).slice(0, 2000));
}

function isErrorMiddleware({ kind }: Step): boolean {
  return kind === "error middleware";
}

/** Returns true for a route, for a router with routes, and for a mounted app, which Express hides. */
export function hasHandlers(step: Step): boolean {
  if (step.kind === "route" || step.kind === "app") return true;
  return step.kind === "router" && step.inside.some(hasHandlers);
}

function hasRoutes(steps: readonly Step[], routes: number): boolean {
  return routes > 0 || steps.some(hasHandlers);
}

function isOwnNotFound({ name }: Step): boolean {
  return name === "notFoundHandler";
}

/** Returns true if an app has anything that could fail to be found. */
export function servesRoutes({ steps, routes }: AppFacts): boolean {
  return hasRoutes(steps, routes.length);
}
