import { format } from "node:util";
import { ConflictError, HttpError } from "express-backstop";
import { loggerReporter, pinoReporter, winstonReporter } from "express-backstop/reporters";
import { afterEach, describe, expect, it, vi } from "vitest";
import { serve } from "../support/app.ts";
import { throwing } from "../support/throwing.ts";

type Line = [level: string, message: string, data: object];

function memoryLogger(lines: Line[] = []) {
  const write = (level: string) => (message: string, data: object) =>
    void lines.push([level, message, data]);
  return {
    lines,
    error: write("error"),
    warn: write("warn"),
    info: write("info"),
    debug: write("debug"),
  };
}

afterEach(() => {
  vi.useRealTimers();
});

describe("loggerReporter", () => {
  it("logs a 5xx as an error and a 4xx as information, with the record", async () => {
    const logger = memoryLogger();
    await using app = await serve(
      (app) => {
        app.get("/bug", throwing(new Error("out of cheese")));
        app.get("/taken", throwing(new ConflictError("The title is taken.")));
      },
      { reporter: loggerReporter(logger) },
    );

    await app.api.get("/bug");
    await app.api.get("/taken");

    expect(logger.lines).toMatchObject([
      ["error", "out of cheese", { status: 500, code: "internal_error", route: "/bug" }],
      ["info", "The title is taken.", { status: 409, code: "conflict", route: "/taken" }],
    ]);
  });

  it("keeps the record where the message has placeholders, for which a logger would use it up", () => {
    const lines: string[] = [];
    const log = (...line: unknown[]) => void lines.push(format(...line));
    const reporter = loggerReporter({ error: log, warn: log, info: log, debug: log });
    const message = "like '%d', %s, %%, %j, 50% of %o and 7%";

    reporter({ level: "error", requestId: "r1", error: { message } } as never, {} as never);

    expect(lines).toEqual([
      expect.stringContaining("like '% d', % s, % %, % j, 50% of % o and 7% {"),
    ]);
    expect(lines[0]).toContain("requestId: 'r1'");
    expect(lines[0]).toContain(message);
  });

  it("logs five failures of a kind in a second and the count of the others, so that a storm of 100,000 in ten seconds takes fewer than 100 lines", () => {
    vi.useFakeTimers();
    const logger = memoryLogger();
    const reporter = loggerReporter(logger);
    const kind = { status: 500, code: "internal_error", method: "GET", route: "/" };
    const failed = { ...kind, level: "error", outcome: "sent", error: { message: "down" } };

    for (let count = 0; count < 100_000; count += 1) {
      // The error handler asks the same way, with a whole record.
      if (reporter.wants?.(failed as never)) reporter(failed as never, {} as never);
      if (count % 10_000 === 9999) vi.advanceTimersByTime(1000);
    }

    const counted = logger.lines.reduce(
      (sum, [, , data]) => sum + ("suppressed" in data ? Number(data.suppressed) : 1),
      0,
    );
    expect(logger.lines.length).toBeLessThan(100);
    expect(counted).toBe(100_000);
    expect(logger.lines.at(-1)).toEqual([
      "warn",
      "… and 9,995 more: 500 internal_error",
      { suppressed: 9995, ...kind },
    ]);
  });

  it("logs each failure with perSecond: Infinity", async () => {
    const logger = memoryLogger();
    await using app = await serve((app) => app.get("/", throwing(new HttpError(500))), {
      reporter: loggerReporter(logger, { perSecond: Infinity }),
    });

    for (let count = 0; count < 8; count += 1) await app.api.get("/");

    expect(logger.lines).toHaveLength(8);
  });
});

describe("a reporter of a log", () => {
  it.each([
    [() => loggerReporter(undefined as never), "loggerReporter: logger must have the methods"],
    [() => loggerReporter({ error() {} } as never), /^loggerReporter: .* without warn\.$/],
    [() => pinoReporter({} as never), /^pinoReporter: .* without error\.$/],
    [() => winstonReporter({} as never), "winstonReporter: logger must have a method log"],
    [() => winstonReporter(null as never), "winstonReporter: logger must have a method log"],
    [
      () => loggerReporter(console, { perSecond: 0 }),
      "loggerReporter: perSecond must be a whole number from 1, or Infinity, got 0.",
    ],
    [() => pinoReporter(memoryLogger() as never, { limit: 1 } as never), "unknown option"],
  ])("refuses what it cannot write to: %s", (create, message) => {
    expect(create).toThrow(message);
  });
});
