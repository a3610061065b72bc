import { consoleReporter, type FailureRecord } from "express-backstop";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { consoleProcessReporter } from "../../src/report/console-process.ts";
import type {
  ProcessFailure,
  ProcessFailureSummary,
  ProcessShutdown,
} from "../../src/report/process-failure.ts";
import { conflictRecord } from "../support/failure-record.ts";

const lines: string[] = [];
beforeEach(() => {
  lines.length = 0;
  vi.spyOn(console, "error").mockImplementation((line: string) => void lines.push(line));
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const head = "2026-11-26T12:00:00.000Z 409 conflict PUT /articles/7 r1";

function printed(members: Partial<FailureRecord>): string {
  consoleReporter()({ ...conflictRecord, ...members }, {} as never);
  return lines.join("\n");
}

describe("consoleReporter", () => {
  it.each<[string, Partial<FailureRecord>, string]>([
    ["a 4xx in one line", {}, `${head}: Taken.`],
    ["an outcome that is not the common one", { outcome: "late" }, `${head} late: Taken.`],
    [
      "the fields at fault",
      {
        fields: [
          { in: "body", pointer: "#/title", code: "required" },
          { in: "query", pointer: "#/page", code: "type" },
        ],
      },
      `${head} body#/title required, query#/page type: Taken.`,
    ],
    [
      "a code that the headline does not have yet",
      { error: { name: "E", message: "Taken.", code: "23505" } },
      `${head}: [23505] Taken.`,
    ],
    [
      "the code of the problem once",
      { error: { name: "E", message: "Taken.", code: "conflict" } },
      `${head}: Taken.`,
    ],
    [
      "causes, with their codes and stacks",
      {
        error: {
          name: "E",
          message: "Taken.",
          causes: [
            { name: "A", message: "a" },
            { name: "B", message: "b", code: "E_B", stack: "B: b\n    at c" },
          ],
        },
      },
      `${head}: Taken.\n    caused by A: a\n    caused by [E_B] B: b\n        at c`,
    ],
    ["a context", { context: { id: 7 } }, `${head}: Taken.\n    context {"id":7}`],
    ["a context that is null", { context: null }, `${head}: Taken.\n    context null`],
    [
      "where the first response was sent",
      { firstResponse: { name: "Error", message: "here", stack: "Error: here\n    at a" } },
      `${head}: Taken.\n    Error: here\n        at a`,
    ],
    [
      "what failed on the way",
      { alsoFailed: [{ name: "TypeError", message: "no" }] },
      `${head}: Taken.\n    while handling it: TypeError: no`,
    ],
    [
      "the stack of a 5xx",
      { level: "error", error: { name: "E", message: "no", stack: "E: no\n    at a" } },
      `${head}: no\n    E: no\n        at a`,
    ],
    [
      "name and message of a 5xx that has no stack, and the method",
      { level: "error", error: { name: "E", message: "no" } },
      `${head}: no\n    E: no\n    in a handler of PUT requests`,
    ],
    [
      "handler and route of a 5xx that has no stack",
      {
        level: "error",
        error: { name: "string", message: "no" },
        handler: "rename",
        route: "/articles/:id",
      },
      `${head}: no\n    string: no\n    in rename of PUT /articles/:id`,
    ],
    [
      "no stack of a 4xx",
      { error: { name: "E", message: "no", stack: "E: no\n    at a" } },
      `${head}: no`,
    ],
  ])("prints %s", (_what, members, text) => {
    expect(printed(members)).toBe(text);
  });

  it("prints at most 16,000 characters", () => {
    expect(printed({ context: "x".repeat(20_000) })).toHaveLength(16_000);
  });

  it("wants no failure of a client that has left", () => {
    const { wants } = consoleReporter();

    expect(wants?.({ ...conflictRecord, level: "debug" })).toBe(false);
    expect(wants?.({ ...conflictRecord, level: "info" })).toBe(true);
    expect(wants?.({ ...conflictRecord, level: "error" })).toBe(true);
  });

  it("counts what it has not printed, by kind, with separators of thousands", () => {
    vi.useFakeTimers();
    const { wants } = consoleReporter();
    const withRoute = { ...conflictRecord, route: "/articles/:id" };

    for (let count = 0; count < 1239; count += 1) wants?.(withRoute);
    for (let count = 0; count < 6; count += 1) wants?.(conflictRecord);
    for (let index = 0; index < 300; index += 1) wants?.({ ...conflictRecord, route: `/${index}` });
    vi.advanceTimersByTime(1000);

    expect(lines).toEqual([
      "… and 1,234 more: 409 conflict PUT /articles/:id",
      "… and 1 more: 409 conflict PUT",
      "… and 97 more: others",
    ]);
  });

  it("lets no text of a record begin a line, whatever the texts are", () => {
    const texts = fc.oneof(
      fc.string({ unit: "binary", maxLength: 50 }),
      fc.string({ unit: fc.constantFrom("\n", "\r", "\u2028", "\u001B[2K", head), maxLength: 9 }),
    );
    const errors = fc.record({ name: texts, message: texts, code: texts, stack: texts });

    fc.assert(
      fc.property(texts, errors, fc.constantFrom("info", "error"), (text, error, level) => {
        lines.length = 0;

        const [first = "", ...more] = printed({
          level,
          path: text,
          context: { [text]: text },
          fields: [{ in: "body", pointer: text, code: text }],
          error: { ...error, causes: [error] },
          firstResponse: error,
          alsoFailed: [error],
        }).split("\n");

        expect(first).toMatch(/^2026-11-26T12:00:00.000Z 409 \P{Cc}*$/u);
        for (const line of more) expect(line).toMatch(/^ {4}\P{Cc}*$/u);
      }),
    );
  });
});

// It reads the record alone.
const nothing = { error: undefined, req: undefined, res: undefined };

describe("consoleProcessReporter", () => {
  const failure: ProcessFailure = {
    time: "2026-11-26T12:00:00.000Z",
    level: "error",
    origin: "uncaughtException",
    draining: false,
    error: { name: "E", message: "no\nforged", code: "E_NO", stack: "E: no\n    at a" },
  };
  const suspect = { method: "GET", path: "/a\n", requestId: "r1", responded: true };

  it.each<[string, Partial<ProcessFailure>, string]>([
    ["the event", {}, "uncaughtException"],
    ["that the process was ending", { draining: true }, "uncaughtException draining"],
    [
      "the suspected request",
      { origin: "unhandledRejection", suspect },
      "unhandledRejection probably of GET /a\\x0a r1",
    ],
  ])("prints %s, the code, the message and the stack", (_what, members, words) => {
    consoleProcessReporter({ ...failure, ...members }, nothing);

    expect(lines).toEqual([
      `2026-11-26T12:00:00.000Z ${words}: [E_NO] no\\x0aforged\n    E: no\n        at a`,
    ]);
  });

  it("prints the causes", () => {
    const error = { name: "E", message: "no", causes: [{ name: "C", message: "why" }] };

    consoleProcessReporter({ ...failure, error }, nothing);

    expect(lines[0]?.split("\n").slice(1)).toEqual(["    E: no", "    caused by C: why"]);
  });

  it.each<[string, Partial<ProcessShutdown>, string]>([
    ["a signal", {}, "after SIGTERM: draining, 2 requests in progress; exit with code 0"],
    [
      "a failure",
      { reason: "failure", exitCode: 1, openRequests: 1 },
      "after a failure: draining, 1 request in progress; exit with code 1",
    ],
    [
      "a call, when no request is open",
      { reason: "shutDown", openRequests: 0 },
      "after shutDown: draining, 0 requests in progress; exit with code 0",
    ],
  ])("prints a line when the shutdown begins after %s", (_what, members, words) => {
    consoleProcessReporter.onShutdown?.({
      time: "2026-11-26T12:00:00.000Z",
      reason: "SIGTERM",
      openRequests: 2,
      deadline: 10_000,
      exitCode: 0,
      ...members,
    });

    expect(lines).toEqual([`2026-11-26T12:00:00.000Z shutdown ${words} within 10,000 ms`]);
  });

  it("counts what it has not printed, by event, name of the error and request", () => {
    vi.useFakeTimers();
    const rejection = { origin: "unhandledRejection", name: "TypeError\nforged" } as const;
    const summaries: ProcessFailureSummary[] = [
      rejection,
      { ...rejection, request: "GET /a" },
      { ...rejection, name: "RangeError" },
      { ...rejection, origin: "uncaughtException" },
    ];

    const answers = summaries.map((summary) =>
      Array.from({ length: 7 }, () => consoleProcessReporter.wants?.(summary)),
    );
    vi.advanceTimersByTime(1000);

    const wanted = [true, true, true, true, true, false, false];
    expect(answers).toEqual([wanted, wanted, wanted, wanted]);
    expect(lines).toEqual([
      "… and 2 more: unhandledRejection TypeError\\x0aforged",
      "… and 2 more: unhandledRejection TypeError\\x0aforged GET /a",
      "… and 2 more: unhandledRejection RangeError",
      "… and 2 more: uncaughtException TypeError\\x0aforged",
    ]);
  });
});
