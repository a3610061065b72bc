/**
 * Returns a handler and the functions that it wraps, outermost first. Instrumentation replaces handlers by functions of
 * its own, which do not have what marks a handler, but keep the handler itself.
 */
export function wrappedFunctions(handler: unknown): readonly unknown[] {
  const functions: unknown[] = [];
  for (let at = handler; typeof at === "function" && !functions.includes(at); at = originalOf(at)) {
    functions.push(at);
  }
  return functions;
}

/** The properties for the original: of shimmer, as OpenTelemetry and Sentry use it, and of Sentry's own wrappers. */
const originalKeys = ["__original", "__sentry_original__"];

function originalOf(wrapper: object): unknown {
  return originalKeys
    .map((key) => Object.getOwnPropertyDescriptor(wrapper, key)?.value as unknown)
    .find((value) => typeof value === "function");
}
