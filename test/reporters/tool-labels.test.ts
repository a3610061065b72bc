import type { FailureRecord, Reporter } from "express-backstop";
import {
  openTelemetryReporter,
  prometheusReporter,
  type SentryCaptureContext,
  sentryReporter,
} from "express-backstop/reporters";
import { describe, expect, it } from "vitest";
import { conflictRecord } from "../support/failure-record.ts";
import { memorySpan } from "../support/memory-span.ts";
import { serverResponse } from "../support/server-response.ts";

// What the tools get; test/libraries/trackers.test.ts has the tools themselves.

function report(reporter: Reporter, members: Partial<FailureRecord>, error: unknown = {}): void {
  const record = { ...conflictRecord, ...members };
  const { req, res } = serverResponse();
  if (reporter.wants?.(record) ?? true) reporter(record, { error, req, res });
}

describe("prometheusReporter", () => {
  function memoryCounter() {
    const configurations: unknown[] = [];
    const counted: Record<string, string>[] = [];
    class Counter {
      constructor(configuration: unknown) {
        configurations.push(configuration);
      }
      inc(labels: Record<string, string>): void {
        counted.push(labels);
      }
    }
    return { configurations, counted, reporter: prometheusReporter({ Counter }) };
  }

  it("creates one counter with four labels", () => {
    expect(memoryCounter().configurations).toEqual([
      {
        name: "http_failures_total",
        help: "Requests that failed, by route pattern, status and code.",
        labelNames: ["method", "route", "status", "code"],
      },
    ]);
  });

  it("counts a thousand combinations of labels as they are, and new ones as others", () => {
    const { counted, reporter } = memoryCounter();

    for (let index = 0; index <= 1000; index += 1) report(reporter, { code: `code_${index}` });
    report(reporter, { code: "code_999", route: "/a" });
    report(reporter, { code: "code_0" });

    const others = { method: "PUT", route: "other", status: "409", code: "other" };
    expect(counted[999]).toEqual({ method: "PUT", route: "", status: "409", code: "code_999" });
    expect(counted.slice(1000)).toEqual([
      others,
      others,
      { method: "PUT", route: "", status: "409", code: "code_0" },
    ]);
  });
});

describe("sentryReporter", () => {
  const bug: Partial<FailureRecord> = { level: "error", status: 500, code: "internal_error" };

  function memorySentry() {
    const captured: SentryCaptureContext["captureContext"][] = [];
    const captureException = (_error: unknown, hint: SentryCaptureContext): string => {
      captured.push(hint.captureContext);
      return "id";
    };
    return { captured, reporter: sentryReporter({ captureException }) };
  }

  it("has the facts of the record in its event, and no member for those that are unknown", () => {
    const { captured, reporter } = memorySentry();
    const more = { route: "/a", handler: "show", fingerprint: "f1", context: { id: 7 } };

    report(reporter, bug);
    report(reporter, { ...bug, ...more });

    const tags = { code: "internal_error", status: "500", requestId: "r1" };
    const failure = {
      code: "internal_error",
      status: 500,
      outcome: "sent",
      method: "PUT",
      retryable: false,
    };
    expect(captured).toEqual([
      { fingerprint: ["internal_error"], tags, contexts: { failure } },
      {
        fingerprint: ["f1"],
        tags: { ...tags, route: "/a" },
        contexts: { failure: { ...failure, handler: "show", context: { id: 7 } } },
      },
    ]);
  });

  it.each([
    ["a 4xx", {}, {}, 0],
    ["an error that Sentry has captured", bug, { __sentry_captured__: true }, 0],
    ["an error with another mark", bug, { __sentry_captured__: "x" }, 1],
    ["null", bug, null, 1],
    ["a text", bug, "text", 1],
  ])("captures %s or not", (_what, members, error, times) => {
    const { captured, reporter } = memorySentry();

    report(reporter, members, error);

    expect(captured).toHaveLength(times);
  });
});

describe("openTelemetryReporter", () => {
  it("creates a counter and a histogram, and counts seconds by what is known of the request", () => {
    const seen: unknown[] = [];
    const api = {
      trace: { getActiveSpan: () => undefined },
      metrics: {
        getMeter: (meter: string) => ({
          createCounter: (name: string, options: object) => {
            seen.push([meter, name, options]);
            return { add: (value: number, of: object) => seen.push([name, value, of]) };
          },
          createHistogram: (name: string, options: object) => {
            seen.push([meter, name, options]);
            return { record: (value: number, of: object) => seen.push([name, value, of]) };
          },
        }),
      },
      // The module has more exports.
      diag: {},
    };

    report(openTelemetryReporter(api), { route: "/a", duration: 1500 });

    const attributes = {
      "error.type": "conflict",
      "http.request.method": "PUT",
      "http.response.status_code": 409,
      "http.route": "/a",
    };
    expect(seen).toEqual([
      [
        "express-backstop",
        "express_backstop.failures",
        { description: "Requests that failed.", unit: "{request}" },
      ],
      [
        "express-backstop",
        "express_backstop.failure.duration",
        { description: "The time from the arrival of a request to its failure.", unit: "s" },
      ],
      ["express_backstop.failures", 1, attributes],
      ["express_backstop.failure.duration", 1.5, attributes],
    ]);
  });

  it("records an exception without a stack, on a span outside of every route", () => {
    const { seen, span } = memorySpan();
    const none = { add() {}, record() {} };
    const api = {
      trace: { getActiveSpan: () => span },
      metrics: { getMeter: () => ({ createCounter: () => none, createHistogram: () => none }) },
    };

    report(openTelemetryReporter(api), { level: "error", status: 500, code: "internal_error" });

    expect(seen).toEqual([
      ["exception", { name: "ConflictError", message: "Taken." }],
      ["attribute", "error.type", "internal_error"],
      ["status", { code: 2 }],
    ]);
  });
});

describe("a reporter of a tool", () => {
  const wanted = {
    openTelemetry: "openTelemetryReporter: trace must be that of @opentelemetry/api",
    metrics: "openTelemetryReporter: metrics must be that of @opentelemetry/api",
    sentry: "sentryReporter: sentry must have a method captureException, got ",
    prometheus: "prometheusReporter: client must be the module prom-client, got ",
  };

  it.each([
    [() => openTelemetryReporter({} as never), wanted.openTelemetry],
    [() => openTelemetryReporter({ trace: {}, metrics: {} } as never), wanted.openTelemetry],
    [
      () => openTelemetryReporter({ trace: { getActiveSpan() {} }, metrics: 1 } as never),
      wanted.metrics,
    ],
    [() => openTelemetryReporter(null as never), "openTelemetryReporter: options must be"],
    [() => sentryReporter(undefined as never), `${wanted.sentry}undefined. Write import * as Sent`],
    [() => sentryReporter({ captureException: 1 } as never), wanted.sentry],
    [() => prometheusReporter(null as never), `${wanted.prometheus}null. Write import client from`],
    [() => prometheusReporter({ Counter: {} } as never), wanted.prometheus],
  ])("refuses what is not that tool: %s", (create, message) => {
    expect(create).toThrow(message);
  });
});
