import type { FailureRecord, ReportedFailure, Reporter } from "express-backstop";
import { loggerReporter, pinoReporter, winstonReporter } from "express-backstop/reporters";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { conflictRecord } from "../support/failure-record.ts";
import { serverResponse } from "../support/server-response.ts";

// What the reporters write; test/libraries/reporters.test.ts has the real pino and winston.

const levels = ["error", "warn", "info", "debug"] as const;

/** A logger whose methods keep what they get. */
function memoryLogger() {
  const lines: unknown[][] = [];
  const methods = levels.map((level) => [
    level,
    (...line: unknown[]) => void lines.push([level, ...line]),
  ]);
  const log = (entry: unknown): void => void lines.push([entry]);
  const logger: Record<(typeof levels)[number], (...line: unknown[]) => void> =
    Object.fromEntries(methods);
  return { lines, logger: { ...logger, log } };
}

const bug: FailureRecord = {
  ...conflictRecord,
  level: "error",
  status: 500,
  code: "internal_error",
  route: "/articles/:id",
  error: { name: "TypeError", message: "no [secret 3f2a]", stack: "TypeError: no\n    at find" },
};
const leaving: FailureRecord = { ...conflictRecord, level: "debug", status: 499 };

/** Reports a failure as the error handler does; returns the response. */
function report(reporter: Reporter, record: FailureRecord, members: object = {}) {
  const { req, res } = serverResponse();
  Object.assign(req, members);
  const failure: ReportedFailure = { error: new Error("hunter2"), req, res };
  if (reporter.wants?.({ ...record }) ?? true) reporter(record, failure);
  return res as typeof res & { readonly err?: unknown };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("pinoReporter", () => {
  it.each([bug, conflictRecord, leaving])(
    "writes one line with the level $level, the message, and the error as err",
    (record) => {
      const { lines, logger } = memoryLogger();

      report(pinoReporter(logger), record);

      // pino itself writes the time and the level.
      const { time: _time, level, error, ...members } = record;
      expect(lines).toEqual([[level, { ...members, err: error }, error.message]]);
    },
  );

  it("writes to the logger of the request, unless that is not a logger", () => {
    const own = memoryLogger();
    const shared = memoryLogger();
    const reporter = pinoReporter(shared.logger);

    report(reporter, bug, { log: own.logger });
    report(reporter, bug, { log: { ...own.logger, warn: undefined } });
    report(reporter, bug, { log: "x" });

    expect([own.lines.length, shared.lines.length]).toEqual([1, 2]);
  });

  it("gives the line of pino-http the error of a 5xx without its secrets", () => {
    const { logger } = memoryLogger();

    const { err } = report(pinoReporter(logger), bug);

    expect(err).toBeInstanceOf(Error);
    expect(err).toMatchObject(bug.error);
  });

  it("leaves the line of pino-http for a 4xx, and an error that is there already", () => {
    const { req, res } = serverResponse();
    const err = new Error("of the app");
    Object.assign(res, { err });
    const reporter = pinoReporter(memoryLogger().logger);

    reporter(bug, { error: err, req, res });

    expect(res).toHaveProperty("err", err);
    expect(report(reporter, conflictRecord)).not.toHaveProperty("err");
  });
});

describe("winstonReporter", () => {
  it.each([bug, conflictRecord])(
    "writes one entry with the record and the message of the $error.name",
    (record) => {
      const { lines, logger } = memoryLogger();

      report(winstonReporter(logger), record);

      expect(lines).toEqual([[{ ...record, message: record.error.message }]]);
    },
  );

  it.each([
    [undefined, "undefined"],
    [() => {}, "a value of type function"],
    [{ log: true }, "a value of type object"],
  ])("refuses %s", (logger, shown) => {
    expect(() => winstonReporter(logger as never)).toThrow(
      `winstonReporter: logger must have a method log, got ${shown}. Write for example winstonReporter(createLogger()).`,
    );
  });
});

describe("the line for failures that were not logged", () => {
  const suppressed = { suppressed: 1999, status: 409, code: "conflict", method: "PUT" };
  const message = "… and 1,999 more: 409 conflict";

  it.each<[string, (logger: ReturnType<typeof memoryLogger>["logger"]) => Reporter, unknown[]]>([
    [
      "loggerReporter",
      (logger) => loggerReporter(logger, { perSecond: 1 }),
      ["warn", message, suppressed],
    ],
    [
      "pinoReporter",
      (logger) => pinoReporter(logger, { perSecond: 1 }),
      ["warn", suppressed, message],
    ],
    [
      "winstonReporter",
      (logger) => winstonReporter(logger, { perSecond: 1 }),
      [{ ...suppressed, level: "warn", message }],
    ],
  ])("of %s has their number and what they have in common", (_name, create, line) => {
    const { lines, logger } = memoryLogger();
    const reporter = create(logger);

    for (let count = 0; count < 2000; count += 1) report(reporter, conflictRecord);
    vi.advanceTimersByTime(1000);

    expect(lines).toHaveLength(2);
    expect(lines[1]).toEqual(line);
  });
});

describe("a reporter of a log", () => {
  it.each([1.5, -1, Number.NaN, "5"])("refuses %j as the failures a second", (perSecond) => {
    expect(() => loggerReporter(console, { perSecond } as never)).toThrow(
      "loggerReporter: perSecond must be a whole number from 1, or Infinity",
    );
  });

  it("takes a logger that is a function with methods", () => {
    const { logger } = memoryLogger();

    expect(() => loggerReporter(Object.assign(() => {}, logger))).not.toThrow();
  });
});
