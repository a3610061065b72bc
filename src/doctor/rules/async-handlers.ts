import type { AppRule, Spot } from "../app-rule.ts";
import { isAsync, passesFailuresOn } from "../function-text.ts";

/** Finds async functions that Express 4 calls itself. */
export const unwrappedAsyncHandlers: AppRule = {
  id: "unwrapped-async-handler",
  reason:
    "Express 4 ignores the promise of a handler: a rejection is unhandled, which ends the process.",
  cure: "Write asyncHandler(async (req, res) => { … }), or use Express 5.",
  find({ isExpress4, lists, routes, paramHandlers }) {
    if (!isExpress4) return [];
    const spots: Spot[] = lists.flatMap(({ steps }) =>
      steps.filter(({ kind }) => /middleware/.test(kind)).map(({ handle }) => ({ handle })),
    );
    for (const { step, label } of routes) {
      for (const handle of step.handlers) spots.push({ handle, route: label });
    }
    for (const { name, handle } of paramHandlers) spots.push({ handle, route: `:${name}` });
    return spots.filter(({ handle }) => isAsync(handle) && !passesFailuresOn(handle));
  },
};
