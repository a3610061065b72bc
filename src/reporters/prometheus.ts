import { isFunction, isObject } from "../misuse/check-options.ts";
import { describeReceived } from "../misuse/describe-received.ts";
import { tryReadMember } from "../misuse/read-member.ts";
import type { Reporter } from "../report/reporter.ts";
import { failureMetric } from "./failure-metric.ts";

export {
  type AlertRule,
  alertRules,
  type AlertRules,
  type AlertRulesOptions,
} from "./alert-rules.ts";
export {
  type GrafanaDashboard,
  grafanaDashboard,
  type GrafanaDashboardOptions,
  type GrafanaPanel,
  type GrafanaTarget,
} from "./grafana-dashboard.ts";

/** The part of `prom-client` that the reporter uses; pass the module itself. */
export interface PrometheusClient {
  readonly Counter: new (configuration: PrometheusCounterConfiguration) => PrometheusCounter;
}

/** The configuration of the counter. */
export interface PrometheusCounterConfiguration {
  name: string;
  help: string;
  labelNames: string[];
}

/** A counter of prom-client. */
export interface PrometheusCounter {
  inc(labels: Record<string, string>): void;
}

/**
 * Creates a reporter for Prometheus. It counts failures in `http_failures_total` with the labels `method`, `route`,
 * `status` and `code`. The route is the mounted pattern, or empty outside a route. After 1,000 combinations of labels,
 * new ones are counted with `other` as route and code, so that the memory of the server is bounded.
 *
 * @param client The module `prom-client`. The counter is in its default registry.
 *
 * @throws {TypeError} If `client` has no `Counter`.
 *
 * @example
 * import client from "prom-client";
 *
 * app.use(errorHandler({ reporter: [consoleReporter(), prometheusReporter(client)] }));
 */
export function prometheusReporter(client: PrometheusClient): Reporter {
  if (!isObject(client) || !isFunction(tryReadMember(client, "Counter"))) {
    throw new TypeError(
      `prometheusReporter: client must be the module prom-client, got ${describeReceived(client)}. Write import client from "prom-client", then prometheusReporter(client).`,
    );
  }
  const counter = new client.Counter({
    name: failureMetric,
    help: "Requests that failed, by route pattern, status and code.",
    labelNames: ["method", "route", "status", "code"],
  });
  const known = new Set<string>();

  return function countFailure({ method, route = "", status, code }) {
    const kind = `${method} ${status} ${code} ${route}`;
    const isKnown = known.has(kind) || known.size < maximumKinds;
    if (isKnown) known.add(kind);
    counter.inc({
      method,
      route: isKnown ? route : "other",
      status: String(status),
      code: isKnown ? code : "other",
    });
  };
}

const maximumKinds = 1000;
