import type { AppRule } from "../app-rule.ts";
import type { Step } from "../outline.ts";

/** Finds a requestContext that other middleware runs before. */
export const requestContextNotFirst: AppRule = {
  id: "request-context-not-first",
  reason:
    "What runs before requestContext has no request id, no deadline and no context, and its failures are not counted among those of a request.",
  cure: "Write app.use(requestContext()) before all other middleware.",
  find: ({ steps }) => {
    const at = steps.findIndex(({ name }) => name === "requestContext");
    const own = steps[at];
    return own && steps.slice(0, at).some((step) => !mayBeBefore(step))
      ? [{ handle: own.handle }]
      : [];
  },
};

/** Express 4 mounts two of its own, and tracing has to begin first. */
function mayBeBefore({ kind, name }: Step): boolean {
  return (
    kind === "middleware" &&
    /^(?:query|expressInit)$|sentry|opentelemetry|trac(?:e|ing)/i.test(name)
  );
}
