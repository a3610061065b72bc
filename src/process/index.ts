export { guardCallback } from "./guard-callback.ts";
export { guardClient } from "./guard-client.ts";
export { guardProcess, type ProcessGuard } from "./guard-process.ts";
export type { GuardProcessOptions } from "./guard-process-options.ts";
export type { GuardableServer } from "./guardable-server.ts";
export { readiness, type ReadinessOptions } from "./readiness.ts";
export { consoleProcessReporter } from "../report/console-process.ts";
export type {
  ProcessFailure,
  ProcessFailureSummary,
  ProcessReporter,
  ProcessShutdown,
  ReportedProcessFailure,
  SuspectRequest,
} from "../report/process-failure.ts";
