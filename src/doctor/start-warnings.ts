import { handlerName } from "../express/handler-name.ts";
import { isRouterOrApp } from "../express/layers.ts";
import { readApp } from "./app-facts.ts";
import type { Spot } from "./app-rule.ts";
import { appRules } from "./app-rules.ts";
import { pageOf } from "./finding.ts";
import { isOwnErrorHandler, outline, type Step } from "./outline.ts";
import { undeclaredErrors } from "./rules/operations.ts";
import { requestContextNotFirst } from "./rules/request-context.ts";

/** A process warning about a kind of mistake. */
export interface StartWarning {
  readonly code: string;
  readonly message: string;
}

// An app works with a health check before requestContext, and before all its routes declare their errors.
const advice = new Set([requestContextNotFirst, undeclaredErrors]);
const rules = appRules.filter((rule) => !advice.has(rule));

/** The rules compare each route with the middleware before it, and an app should not wait for warnings. */
const maximumSteps = 1000;

const maximumPlaces = 3;

const warned = new Set<string>();
const maximumWarnings = 100;

/** Emits the warnings of an app, unless another app of this process had the same. */
export function warnOf(app: unknown): void {
  for (const { code, message } of startWarnings(app)) {
    if (warned.has(message) || warned.size >= maximumWarnings) continue;
    warned.add(message);
    process.emitWarning(message, { code });
  }
}

/** Returns a warning for each kind of mistake in an app; none if it has not our error middleware. */
export function startWarnings(app: unknown): readonly StartWarning[] {
  if (!isRouterOrApp(app) || hasMoreSteps(outline(app), { left: maximumSteps })) return [];
  const facts = readApp(app);
  if (!facts.lists.some(({ steps }) => steps.some(isOwnErrorHandler))) return [];
  return rules.flatMap((rule) => {
    const spots = rule.find(facts);
    if (spots.length === 0) return [];
    const { id, reason, cure } = rule;
    const message = `${placesOf(spots)}${reason} ${cure} See ${pageOf(id)}`;
    return [{ code: `BACKSTOP_${id.toUpperCase().replaceAll("-", "_")}`, message }];
  });
}

/** Returns true if there are more steps than are left; a router that is mounted twice counts twice. */
function hasMoreSteps(steps: readonly Step[], budget: { left: number }): boolean {
  budget.left -= steps.length;
  return budget.left < 0 || steps.some(({ inside }) => hasMoreSteps(inside, budget));
}

/** Returns the first places of a mistake; an empty text for a mistake of the app as a whole. */
function placesOf(spots: readonly Spot[]): string {
  const named = spots.filter((spot) => "handle" in spot || "route" in spot);
  if (named.length === 0) return "";
  const first = named
    .slice(0, maximumPlaces)
    .map(({ route, handle }) => route ?? (handlerName(handle) || "a middleware"));
  const rest = named.length > first.length ? ` and ${named.length - first.length} more` : "";
  return `${first.join(", ")}${rest}: `;
}
