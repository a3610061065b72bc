/** The global of `@opentelemetry/api`, which all its copies in a process share. */
interface OpenTelemetryGlobal {
  readonly context?: { active(): { getValue(key: symbol): OpenTelemetrySpan | undefined } };
}

interface OpenTelemetrySpan {
  spanContext(): { readonly traceId: unknown };
}

const apiKey: unique symbol = Symbol.for("opentelemetry.js.api.1");
const spanKey: unique symbol = Symbol.for("OpenTelemetry Context Key SPAN");
interface Holder {
  readonly [apiKey]?: OpenTelemetryGlobal;
}

/**
 * Returns the trace id of the active span of OpenTelemetry; undefined if the process has not set OpenTelemetry up.
 *
 * `trace.getActiveSpan()` of `@opentelemetry/api` reads the same two symbols. They are read here because this package
 * does not import that one: an app need not have it, and an app that has it may have several copies.
 */
export function activeTraceId(): string | undefined {
  const { [apiKey]: api }: Holder = globalThis as Holder;
  if (!api) return undefined;
  try {
    const id = api.context?.active().getValue(spanKey)?.spanContext().traceId;
    return typeof id === "string" && valid.test(id) ? id : undefined;
  } catch {
    // What is there is not the API of version 1.
    return undefined;
  }
}

/** A trace id with a value (W3C Trace Context §3.2.2.3). */
const valid = /^(?!0{32})[\da-f]{32}$/;
