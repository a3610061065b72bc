export { type Logger, loggerReporter } from "./logger.ts";
export type { LogReporterOptions } from "./log-limit.ts";
export {
  type OpenTelemetryApi,
  type OpenTelemetryMeter,
  openTelemetryReporter,
  type OpenTelemetrySpan,
} from "./opentelemetry.ts";
export { type PinoLogger, pinoReporter } from "./pino.ts";
export {
  type AlertRule,
  alertRules,
  type AlertRules,
  type AlertRulesOptions,
  type GrafanaDashboard,
  grafanaDashboard,
  type GrafanaDashboardOptions,
  type GrafanaPanel,
  type GrafanaTarget,
  type PrometheusClient,
  type PrometheusCounter,
  type PrometheusCounterConfiguration,
  prometheusReporter,
} from "./prometheus.ts";
export { type Sentry, type SentryCaptureContext, sentryReporter } from "./sentry.ts";
export { type WinstonLogger, winstonReporter } from "./winston.ts";
