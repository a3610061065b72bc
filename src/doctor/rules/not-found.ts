import type { AppRule } from "../app-rule.ts";
import { countOf, parametersOf, textOf, wordsOf } from "../function-text.ts";
import type { Step } from "../outline.ts";
import { hasHandlers, servesRoutes } from "./error-handlers.ts";

/** Finds an app that leaves unknown paths to Express. */
export const noNotFoundHandler: AppRule = {
  id: "no-not-found-handler",
  reason:
    "Express responds to an unknown path with an HTML page, and to a wrong method with 404 in place of 405.",
  cure: "Write app.use(notFoundHandler()) after all routes, before errorHandler().",
  // One that is mounted too early responds, and another rule says what it does to the routes after it.
  find: (facts) =>
    facts.isApp && servesRoutes(facts) && !catchesRest(facts.steps) && !facts.steps.some(isNotFound)
      ? [{}]
      : [],
};

/** Finds routes that are mounted after the middleware for unknown paths. */
export const routeAfterNotFound: AppRule = {
  id: "route-after-not-found",
  reason:
    "The middleware for unknown paths responds to every request, so that this route is never reached.",
  cure: "Move notFoundHandler() after all routes.",
  find: ({ lists, routes }) => {
    const labels = new Map(routes.map(({ step, label }) => [step, label]));
    return lists.flatMap(({ steps }) => {
      const at = steps.findIndex(isNotFound);
      if (at < 0) return [];
      return steps
        .slice(at + 1)
        .filter(hasHandlers)
        .map((step) => ({ handle: step.handlers.at(-1), route: labels.get(step) ?? step.path }));
    });
  },
};

/** Returns true if something responds to the requests that no route has responded to. */
function catchesRest(steps: readonly Step[]): boolean {
  const last = steps.findLastIndex(hasHandlers);
  const end = steps[last];
  if (steps.slice(last + 1).some(mayRespond)) return true;
  if (!end?.everywhere) return false;
  return end.kind === "route" || end.kind === "app" || catchesRest(end.inside);
}

/** Middleware that responds to some requests at most, and passes all others on. */
const passing =
  /^(?:compression|cookieParser|corsMiddleware|helmetMiddleware|jsonParser|logger|operation|rawParser|replaceErrorResponses|requestContext|serveStatic|session|textParser|urlencodedParser|validate)$/;

function mayRespond({ kind, everywhere, name }: Step): boolean {
  return kind === "middleware" && everywhere && !passing.test(name);
}

/** Returns true for notFoundHandler, and for a middleware of the app that does nothing else than respond with 404. */
function isNotFound({ kind, everywhere, name, handle }: Step): boolean {
  if (kind !== "middleware" || !everywhere) return false;
  if (name === "notFoundHandler") return true;
  const text = textOf(handle);
  if (text.length > 400 || !/\b404\b|NotFound/.test(text)) return false;
  // It decides nothing, and calls next with an error or not at all.
  const [, , next] = parametersOf(handle);
  const withoutErrors = text.replaceAll(/\b(\w{1,50})\s?\((?!\s?\))/g, (call, called: string) =>
    called === next ? "" : call,
  );
  return (
    !/\bif\b|\?/.test(text) && (next === undefined || countOf(next, wordsOf(withoutErrors)) === 1)
  );
}
