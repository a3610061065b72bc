import { isFunction } from "../misuse/check-options.ts";
import { describeReceived } from "../misuse/describe-received.ts";
import { tryReadMember } from "../misuse/read-member.ts";
import type { Reporter } from "../report/reporter.ts";
import { limitedReporter, type LogReporterOptions } from "./log-limit.ts";

/** A logger of winston whose levels are those of npm, the default. */
export interface WinstonLogger {
  log(entry: { level: string; message: string }): unknown;
}

/**
 * Creates a reporter for winston. An entry has the members of the record, and the message of the error as `message`.
 *
 * @param logger The logger; it must have the levels `error`, `warn`, `info` and `debug`.
 * @param options How many failures of a kind are logged.
 *
 * @throws {TypeError} If the logger has no method `log`, or an option is unknown or has the wrong type.
 *
 * @example
 * app.use(errorHandler({ reporter: winstonReporter(createLogger({ transports: [new transports.Console()] })) }));
 */
export function winstonReporter(logger: WinstonLogger, options: LogReporterOptions = {}): Reporter {
  if (typeof logger !== "object" || !isFunction(tryReadMember(logger, "log"))) {
    throw new TypeError(
      `winstonReporter: logger must have a method log, got ${describeReceived(logger)}. Write for example winstonReporter(createLogger()).`,
    );
  }
  return limitedReporter(
    "winstonReporter",
    {
      write(record) {
        logger.log({ ...record, message: record.error.message });
      },
      summarize(suppressed, message) {
        logger.log({ ...suppressed, level: "warn", message });
      },
    },
    options,
  );
}
