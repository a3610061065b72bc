import { tryReadMember } from "../misuse/read-member.ts";
import type { Reporter } from "../report/reporter.ts";
import { checkLogger } from "./check-logger.ts";
import { limitedReporter, type LogReporterOptions } from "./log-limit.ts";
import { toError } from "./to-error.ts";

/** A logger of pino: its methods take the data and the message. */
export interface PinoLogger {
  error(data: object, message: string): void;
  warn(data: object, message: string): void;
  info(data: object, message: string): void;
  debug(data: object, message: string): void;
}

/**
 * Creates a reporter for pino. A line has the members of the record but its time and level, which pino writes itself,
 * and has the error as `err`, where tools look for it.
 *
 * Behind pino-http, the line is that of `req.log`. A 5xx is also the `err` of pino-http's own line, with its secrets
 * masked.
 *
 * @param logger The logger for requests that have no `log`.
 * @param options How many failures of a kind are logged.
 *
 * @throws {TypeError} If the logger lacks a method, or an option is unknown or has the wrong type.
 *
 * @example
 * const logger = pino();
 * app.use(pinoHttp({ logger }));
 * app.use(errorHandler({ reporter: pinoReporter(logger) }));
 */
export function pinoReporter(logger: PinoLogger, options: LogReporterOptions = {}): Reporter {
  checkLogger("pinoReporter", logger);
  return limitedReporter(
    "pinoReporter",
    {
      write({ time: _time, level, error, ...members }, { req, res }) {
        const own = requestLogger(req) ?? logger;
        own[level]({ ...members, err: error }, error.message);
        // What pino-http finds here when the response is complete, it logs with level error.
        if (level === "error" && !Object.hasOwn(res, "err")) {
          Object.assign(res, { err: toError(error) });
        }
      },
      summarize(suppressed, message) {
        logger.warn(suppressed, message);
      },
    },
    options,
  );
}

function requestLogger(req: object): PinoLogger | undefined {
  const log = tryReadMember(req, "log");
  try {
    checkLogger("req.log", log);
    // checkLogger has found the methods.
    return log as PinoLogger;
  } catch {
    return undefined;
  }
}
