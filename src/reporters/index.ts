export { type Logger, loggerReporter } from "./logger.ts";
export type { LogReporterOptions } from "./log-limit.ts";
export { type PinoLogger, pinoReporter } from "./pino.ts";
export { type WinstonLogger, winstonReporter } from "./winston.ts";
