import { ConflictError, requestContext } from "express-backstop";
import {
  openTelemetryReporter,
  prometheusReporter,
  type SentryCaptureContext,
  sentryReporter,
} from "express-backstop/reporters";
import { describe, expect, it } from "vitest";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";
import { memorySpan } from "../support/memory-span.ts";
import { throwing } from "../support/throwing.ts";

// The parts of the tools that the reporters call, which keep what they get. test/libraries has the tools themselves.

function memoryTelemetry(hasSpan = true) {
  const { seen, keep, span } = memorySpan();
  return {
    seen,
    trace: { getActiveSpan: () => (hasSpan ? span : undefined) },
    metrics: {
      getMeter: () => ({
        createCounter: () => ({ add: keep("count") }),
        createHistogram: () => ({ record: keep("duration") }),
      }),
    },
  };
}

describe.each(expresses)("the reporters of tools, on %s", (_name, express) => {
  it("set status, exception and type on the span of a 5xx, and only the route on that of a 4xx", async () => {
    const telemetry = memoryTelemetry();
    await using app = await serve(
      (app) => {
        app.get("/bug", throwing(new TypeError("no")));
        app.get("/taken", throwing(new ConflictError("taken")));
      },
      { express, reporter: openTelemetryReporter(telemetry) },
    );

    await app.api.get("/bug");
    const ofBug = telemetry.seen.splice(0);
    await app.api.get("/taken");

    expect(ofBug).toEqual([
      ["attribute", "http.route", "/bug"],
      ["exception", { name: "TypeError", message: "no", stack: expect.any(String) }],
      ["attribute", "error.type", "internal_error"],
      ["status", { code: 2 }],
      ["count", 1, expect.objectContaining({ "error.type": "internal_error" })],
    ]);
    expect(telemetry.seen).toEqual([
      ["attribute", "http.route", "/taken"],
      ["count", 1, expect.objectContaining({ "http.response.status_code": 409 })],
    ]);
  });

  it("count without a span, and measure the time with requestContext", async () => {
    const telemetry = memoryTelemetry(false);
    await using app = await serve((app) => app.use(requestContext()), {
      express,
      reporter: openTelemetryReporter(telemetry),
    });

    await app.api.get("/nowhere");

    const attributes = {
      "error.type": "route_not_found",
      "http.request.method": "GET",
      "http.response.status_code": 404,
    };
    expect(telemetry.seen).toEqual([
      ["count", 1, attributes],
      ["duration", expect.any(Number), attributes],
    ]);
  });

  it("pass Sentry a copy of the error with masked secrets, and the labels of its event", async () => {
    const captured: { error: unknown; hint: SentryCaptureContext }[] = [];
    const sentry = {
      captureException: (error: unknown, hint: SentryCaptureContext) => {
        captured.push({ error, hint });
        return "id";
      },
    };
    const thrown = new Error("pwd=hunter2");
    await using app = await serve((app) => app.get("/bug", throwing(thrown)), {
      express,
      reporter: sentryReporter(sentry),
    });

    await app.api.get("/bug");

    expect(captured).toHaveLength(1);
    expect(captured[0]?.error).not.toBe(thrown);
    expect(captured[0]?.error).toMatchObject({
      message: expect.stringMatching(/^pwd=\[secret \w{4}\]$/),
    });
    expect(captured[0]?.hint.captureContext).toMatchObject({
      fingerprint: [expect.stringMatching(/^[0-9a-f]{16}$/)],
      tags: { code: "internal_error", status: "500", route: "/bug" },
    });
  });

  it("count for Prometheus with an empty route outside every route", async () => {
    const counted: object[] = [];
    class Counter {
      inc(labels: object): void {
        counted.push(labels);
      }
    }
    await using app = await serve(() => {}, { express, reporter: prometheusReporter({ Counter }) });

    await app.api.get("/nowhere");

    expect(counted).toEqual([{ method: "GET", route: "", status: "404", code: "route_not_found" }]);
  });
});
