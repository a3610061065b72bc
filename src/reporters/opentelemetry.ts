import { checkOptions, isFunction, isObject, type OptionCheck } from "../misuse/check-options.ts";
import type { FailureRecord } from "../report/record.ts";
import type { Reporter } from "../report/reporter.ts";

/** The parts of `@opentelemetry/api` that the reporter uses; pass the module itself. */
export interface OpenTelemetryApi {
  readonly trace: { getActiveSpan(): OpenTelemetrySpan | undefined };
  readonly metrics: { getMeter(name: string): OpenTelemetryMeter };
}

/** A span of OpenTelemetry, as far as the reporter uses it. */
export interface OpenTelemetrySpan {
  setAttribute(name: string, value: string): unknown;
  setStatus(status: { code: number }): unknown;
  recordException(exception: {
    name: string;
    message: string;
    stack?: string;
    code?: string;
  }): void;
}

/** A meter of OpenTelemetry, as far as the reporter uses it. */
export interface OpenTelemetryMeter {
  createCounter(
    name: string,
    options: { description: string; unit: string },
  ): { add(value: number, attributes: Record<string, string | number>): void };
  createHistogram(
    name: string,
    options: { description: string; unit: string },
  ): { record(value: number, attributes: Record<string, string | number>): void };
}

/**
 * Creates a reporter for OpenTelemetry. The exception of a 5xx is recorded on the active span, whose status becomes
 * ERROR and whose `error.type` the code; a 4xx is not an error of a server span (HTTP semantic conventions, "Status").
 * `http.route` is set to the mounted pattern.
 *
 * Metrics, by route, method, status and code: the counter `express_backstop.failures`, and with `requestContext` the
 * histogram `express_backstop.failure.duration` in seconds.
 *
 * @param api The module `@opentelemetry/api`.
 *
 * @throws {TypeError} If `api` lacks `trace` or `metrics`.
 *
 * @example
 * import * as api from "@opentelemetry/api";
 *
 * app.use(errorHandler({ reporter: [consoleReporter(), openTelemetryReporter(api)] }));
 */
export function openTelemetryReporter(api: OpenTelemetryApi): Reporter {
  checkOptions("openTelemetryReporter", isObject(api) ? pick(api) : api, checks, [
    "trace",
    "metrics",
  ]);
  const meter = api.metrics.getMeter("express-backstop");
  const failures = meter.createCounter("express_backstop.failures", {
    description: "Requests that failed.",
    unit: "{request}",
  });
  const durations = meter.createHistogram("express_backstop.failure.duration", {
    description: "The time from the arrival of a request to its failure.",
    unit: "s",
  });

  return function reportToOpenTelemetry(record) {
    const span = api.trace.getActiveSpan();
    if (span) markSpan(span, record);
    const attributes = attributesOf(record);
    failures.add(1, attributes);
    if (record.duration !== undefined) durations.record(record.duration / 1000, attributes);
  };
}

/** SpanStatusCode.ERROR */
const statusError = 2;

function markSpan(span: OpenTelemetrySpan, { level, code, route, error }: FailureRecord): void {
  if (route !== undefined) span.setAttribute("http.route", route);
  if (level !== "error") return;
  const { name, message, stack } = error;
  span.recordException({ name, message, ...(stack !== undefined && { stack }) });
  span.setAttribute("error.type", code);
  span.setStatus({ code: statusError });
}

function attributesOf({
  code,
  status,
  method,
  route,
}: FailureRecord): Record<string, string | number> {
  return {
    "error.type": code,
    "http.request.method": method,
    "http.response.status_code": status,
    ...(route !== undefined && { "http.route": route }),
  };
}

/** The module has many more exports. */
function pick({ trace, metrics }: OpenTelemetryApi): object {
  return { trace, metrics };
}

const checks: Readonly<Record<keyof OpenTelemetryApi, OptionCheck>> = {
  trace: ["that of @opentelemetry/api", (value) => has(value, "getActiveSpan")],
  metrics: ["that of @opentelemetry/api", (value) => has(value, "getMeter")],
};

function has(value: unknown, method: string): boolean {
  return isObject(value) && isFunction(Reflect.get(value, method));
}
