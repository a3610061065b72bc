import { handlerName } from "../express/handler-name.ts";
import { isRouterOrApp } from "../express/layers.ts";
import { readApp } from "./app-facts.ts";
import type { Spot } from "./app-rule.ts";
import { appRules } from "./app-rules.ts";
import { pageOf } from "./finding.ts";
import { isOwnErrorHandler } from "./outline.ts";
import { undeclaredErrors } from "./rules/operations.ts";

/** A process warning about a kind of mistake. */
export interface StartWarning {
  readonly code: string;
  readonly message: string;
}

// An app that has begun to declare its errors works, whether or not all routes declare theirs.
const rules = appRules.filter((rule) => rule !== undeclaredErrors);

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
  if (!isRouterOrApp(app)) return [];
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
