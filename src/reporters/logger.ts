import type { Reporter } from "../report/reporter.ts";
import { checkLogger } from "./check-logger.ts";
import { limitedReporter, type LogReporterOptions } from "./log-limit.ts";

/** A logger whose methods take a message and its data, such as `console`, winston, log4js or tslog. */
export interface Logger {
  error(message: string, data: object): unknown;
  warn(message: string, data: object): unknown;
  info(message: string, data: object): unknown;
  debug(message: string, data: object): unknown;
}

/**
 * Creates a reporter for a logger with the methods `error`, `warn`, `info` and `debug`. They are called with the message
 * of the failure and the record: `error` for a 5xx, `info` for a 4xx, `debug` when the client has left, `warn` for the
 * count of failures that were not logged. Where a message has a placeholder such as `%d`, for which the logger would use
 * up the record, a space is added: `% d`. The record has the message as it is.
 *
 * @param logger The logger.
 * @param options How many failures of a kind are logged.
 *
 * @throws {TypeError} If the logger lacks a method, or an option is unknown or has the wrong type.
 *
 * @example
 * app.use(errorHandler({ reporter: loggerReporter(log4js.getLogger("http")) }));
 */
export function loggerReporter(logger: Logger, options: LogReporterOptions = {}): Reporter {
  checkLogger("loggerReporter", logger);
  return limitedReporter(
    "loggerReporter",
    {
      write(record) {
        logger[record.level](withoutPlaceholders(record.error.message), record);
      },
      summarize(suppressed, message) {
        logger.warn(withoutPlaceholders(message), suppressed);
      },
    },
    options,
  );
}

/** The placeholders of `util.format`, which `console`, log4js and winston know. */
function withoutPlaceholders(message: string): string {
  return message.replaceAll(/%(?=[cdfijoOs%])/g, "% ");
}
