import { consoleReporter, type FailureSummary } from "express-backstop";
import { consoleProcessReporter } from "express-backstop/process";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { usesJson } from "../../src/report/console-format.ts";
import { conflictRecord } from "../support/failure-record.ts";

const lines: string[] = [];
const { isTTY } = process.stderr;
beforeEach(() => {
  lines.length = 0;
  vi.spyOn(console, "error").mockImplementation((line: string) => void lines.push(line));
});
afterEach(() => {
  process.stderr.isTTY = isTTY;
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

/** Pretends that the process runs in an environment, with a terminal or without. */
function runIn(environment: string | undefined, hasTerminal: boolean): void {
  vi.stubEnv("NODE_ENV", environment);
  process.stderr.isTTY = hasTerminal;
}

describe("the format of the console", () => {
  it.each([
    ["production", false, true],
    ["production", true, false],
    ["development", false, false],
    ["development", true, false],
    [undefined, false, false],
    [undefined, true, false],
  ])("with NODE_ENV %s and a terminal %s is JSON: %s", (environment, hasTerminal, isJson) => {
    runIn(environment, hasTerminal);

    expect(usesJson()).toBe(isJson);
    expect(usesJson("json")).toBe(true);
    expect(usesJson("text")).toBe(false);
  });

  it.each([
    [{ format: "xml" }, 'consoleReporter: format must be "text" or "json", got "xml".'],
    [{ format: "" }, 'consoleReporter: format must be "text" or "json", got "".'],
    [{ json: true }, 'consoleReporter: unknown option "json". Write one of format.'],
    [null, "consoleReporter: options must be an object, got null. It may have format."],
  ])("is refused if it is %j", (options, message) => {
    expect(() => consoleReporter(options as never)).toThrow(message);
  });

  it("is text in production where the options say so", () => {
    runIn("production", false);

    consoleReporter({ format: "text" })(conflictRecord, {} as never);

    expect(lines).toEqual(["2026-11-26T12:00:00.000Z 409 conflict PUT /articles/7 r1: Taken."]);
  });
});

describe("in JSON", () => {
  it("the count of what was not printed has the members of the kind", () => {
    vi.useFakeTimers({ now: 0 });
    const { wants } = consoleReporter({ format: "json" });
    const kind = { status: 409, code: "conflict", method: "PUT", route: "/articles/:id" };
    const summary: FailureSummary = { ...kind, level: "info", outcome: "sent" };

    for (let count = 0; count < 1239; count += 1) wants?.(summary);
    for (let index = 0; index < 300; index += 1) wants?.({ ...summary, route: `/${index}` });
    vi.advanceTimersByTime(1000);

    const line = { time: "1970-01-01T00:00:01.000Z", level: "warn" };
    expect(lines.map((text) => JSON.parse(text) as unknown)).toEqual([
      { ...line, suppressed: 1234, ...kind },
      { ...line, suppressed: 96 },
    ]);
  });

  it("a failure of the process is its record, and the shutdown a line of its own", () => {
    runIn("production", false);
    const time = "2026-11-26T12:00:00.000Z";
    const failure = {
      time,
      level: "error",
      origin: "uncaughtException",
      draining: false,
      error: { name: "E", message: "no\nforged" },
    } as const;
    const facts = { openRequests: 2, deadline: 10_000, exitCode: 1 };

    consoleProcessReporter(failure, { error: undefined, req: undefined, res: undefined });
    consoleProcessReporter.onShutdown?.({ time, reason: "failure", ...facts });

    expect(lines.map((text) => JSON.parse(text) as unknown)).toEqual([
      failure,
      { time, level: "info", shutdown: "failure", ...facts },
    ]);
    expect(lines.join("")).not.toContain("\n");
  });
});
