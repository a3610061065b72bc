import * as api from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import express, { type Express, type RequestHandler } from "express";
import { asyncHandler, ConflictError, HttpError, requestContext } from "express-backstop";
import { openTelemetryReporter } from "express-backstop/reporters/opentelemetry";
import { prometheusReporter } from "express-backstop/reporters/prometheus";
import { sentryReporter } from "express-backstop/reporters/sentry";
import client from "prom-client";
import * as sentry9 from "sentry9";
import * as sentry10 from "sentry10";
import * as sentry11 from "sentry11";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { serve } from "../support/app.ts";
import { throwing } from "../support/throwing.ts";

const failing = (app: Express): void => {
  const router = express.Router();
  router.get(
    "/items/:id",
    asyncHandler(async () => {
      throw new Error("cannot connect to postgres://app:hunter2@db/app");
    }),
  );
  router.get("/taken", throwing(new ConflictError("taken")));
  router.get("/down", throwing(new HttpError(503, "x", { cause: new Error("password=hunter2") })));
  app.use("/tenants/:tenant", router);
};

describe("openTelemetryReporter", () => {
  const spans = new InMemorySpanExporter();
  const metrics = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter: metrics });

  beforeAll(() => {
    api.context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    api.trace.setGlobalTracerProvider(
      new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] }),
    );
    api.metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));
  });
  beforeEach(() => spans.reset());

  /** The span of a server, as the instrumentation of node:http has it around each request. */
  const serverSpan: RequestHandler = (req, res, next) => {
    const tracer = api.trace.getTracer("test");
    tracer.startActiveSpan(req.method, { kind: api.SpanKind.SERVER }, (span) => {
      res.once("close", () => span.end());
      next();
    });
  };

  it.each([
    ["first", [serverSpan, requestContext()]],
    ["second", [requestContext(), serverSpan]],
  ])(
    "records the exception of a 5xx once on the active span, which starts %s",
    async (_order, first) => {
      await using app = await serve(
        (app) => {
          app.use(...first);
          failing(app);
        },
        { reporter: openTelemetryReporter(api) },
      );

      await app.api.get("/tenants/7/items/8");

      await expect.poll(() => spans.getFinishedSpans().length).toBe(1);
      const [span] = spans.getFinishedSpans();
      expect(span?.status).toEqual({ code: api.SpanStatusCode.ERROR });
      expect(span?.attributes).toEqual({
        "error.type": "internal_error",
        "http.route": "/tenants/:tenant/items/:id",
      });
      expect(span?.events).toHaveLength(1);
      expect(span?.events[0]).toMatchObject({
        name: "exception",
        attributes: {
          "exception.type": "Error",
          "exception.message": expect.stringContaining("app:[password "),
          "exception.stacktrace": expect.stringContaining("trackers.test"),
        },
      });
      expect(JSON.stringify(span?.events)).not.toContain("hunter2");
    },
  );

  it("leaves the span of a 4xx without error", async () => {
    await using app = await serve(
      (app) => {
        app.use(serverSpan);
        failing(app);
      },
      { reporter: openTelemetryReporter(api) },
    );

    await app.api.get("/tenants/7/taken");

    await expect.poll(() => spans.getFinishedSpans().length).toBe(1);
    const [span] = spans.getFinishedSpans();
    expect(span?.status).toEqual({ code: api.SpanStatusCode.UNSET });
    expect(span?.attributes).toEqual({ "http.route": "/tenants/:tenant/taken" });
    expect(span?.events).toEqual([]);
  });

  it("counts failures and measures their time, by route, method, status and code", async () => {
    await using app = await serve(
      (app) => {
        app.use(requestContext());
        failing(app);
      },
      { reporter: openTelemetryReporter(api) },
    );

    await app.api.get("/tenants/1/down");
    await app.api.get("/tenants/2/down");
    await reader.forceFlush();

    const exported = metrics
      .getMetrics()
      .at(-1)
      ?.scopeMetrics.flatMap((scope) => scope.metrics);
    const attributes = {
      "error.type": "service_unavailable",
      "http.request.method": "GET",
      "http.response.status_code": 503,
      "http.route": "/tenants/:tenant/down",
    };
    const points = (name: string): unknown =>
      exported
        ?.find(({ descriptor }) => descriptor.name === name)
        ?.dataPoints.filter((point) => point.attributes["http.response.status_code"] === 503);
    expect(points("express_backstop.failures")).toMatchObject([{ attributes, value: 2 }]);
    expect(points("express_backstop.failure.duration")).toMatchObject([
      { attributes, value: { count: 2 } },
    ]);
  });
});

describe.each([
  ["9", sentry9],
  ["10", sentry10],
  ["11", sentry11],
] as const)("sentryReporter, with Sentry %s", (_major, sentry) => {
  interface Event {
    readonly exception: { values: { type: string; value: string; stacktrace?: object }[] };
    readonly fingerprint: string[];
    readonly tags: Record<string, string>;
    readonly contexts: { failure: Record<string, unknown> };
  }
  const events: Event[] = [];

  beforeAll(() => {
    // The options of the three majors differ in what is not set here.
    (sentry.init as (options: object) => void)({
      dsn: "https://key@sentry.invalid/1",
      defaultIntegrations: false,
      integrations: [sentry.linkedErrorsIntegration()],
      transport: () => ({
        async send(envelope: unknown) {
          for (const [, event] of (envelope as [object, [object, Event][]])[1]) events.push(event);
          return {};
        },
        flush: () => Promise.resolve(true),
      }),
    });
  });
  beforeEach(() => {
    events.length = 0;
  });

  it("captures a 5xx once, grouped by the fingerprint, with its causes and without its secrets", async () => {
    await using app = await serve(failing, { reporter: sentryReporter(sentry) });

    await app.api.get("/tenants/7/down");
    await app.api.get("/tenants/8/down");
    await sentry.flush();

    expect(events).toHaveLength(2);
    const [first, second] = events;
    expect(first?.fingerprint).toEqual([expect.stringMatching(/^[0-9a-f]{16}$/)]);
    expect(second?.fingerprint).toEqual(first?.fingerprint);
    expect(first?.tags).toMatchObject({
      code: "service_unavailable",
      status: "503",
      route: "/tenants/:tenant/down",
    });
    expect(first?.contexts.failure).toMatchObject({ status: 503, retryable: true });
    expect(first?.exception.values).toMatchObject([
      { type: "Error", value: expect.stringMatching(/^password=\[secret /) },
      { value: "x", stacktrace: { frames: expect.any(Array) } },
    ]);
    expect(JSON.stringify(events)).not.toContain("hunter2");
  });

  it("captures no 4xx, even if the error that was thrown has the status 500", async () => {
    const thrown = Object.assign(new Error("duplicate key"), { status: 500 });
    await using app = await serve((app) => app.get("/", throwing(thrown)), {
      mappers: [(error) => new ConflictError("taken", { cause: error })],
      reporter: sentryReporter(sentry),
    });

    await app.api.get("/");
    await sentry.flush();

    expect(events).toEqual([]);
  });

  it("captures nothing twice that a handler has captured", async () => {
    await using app = await serve(
      (app) =>
        app.get("/", () => {
          const error = new Error("captured");
          sentry.captureException(error);
          throw error;
        }),
      { reporter: sentryReporter(sentry) },
    );

    await app.api.get("/");
    await sentry.flush();

    expect(events).toHaveLength(1);
  });
});

describe("prometheusReporter", () => {
  afterEach(() => client.register.clear());

  it("counts failures by method, route pattern, status and code", async () => {
    await using app = await serve(failing, { reporter: prometheusReporter(client) });

    await app.api.get("/tenants/1/items/1");
    await app.api.get("/tenants/2/items/2");
    await app.api.get("/nowhere/3");

    const text = await client.register.metrics();
    expect(text.split("\n").filter((line) => line.startsWith("http_failures_total"))).toEqual([
      'http_failures_total{method="GET",route="/tenants/:tenant/items/:id",status="500",code="internal_error"} 2',
      'http_failures_total{method="GET",route="",status="404",code="route_not_found"} 1',
    ]);
  });

  it("keeps no more than a thousand combinations of labels, whatever codes a handler makes", async () => {
    const reporter = prometheusReporter(client);
    await using app = await serve(
      (app) =>
        app.get("/:code", (req) => {
          throw new HttpError(400, "x", { code: `code_${req.params.code}` });
        }),
      { reporter },
    );

    for (let count = 0; count < 1010; count += 1) await app.api.get(`/${count}`);

    const text = await client.register.metrics();
    const lines = text.split("\n").filter((line) => line.startsWith("http_failures_total"));
    expect(lines).toHaveLength(1001);
    expect(lines.at(-1)).toMatch(/route="other",status="400",code="other"\} 10$/);
  });
});

describe("a reporter of a tool", () => {
  it.each([
    [() => openTelemetryReporter({} as never), "openTelemetryReporter: trace must be that of"],
    [() => openTelemetryReporter(undefined as never), "openTelemetryReporter: options must be"],
    [() => sentryReporter({} as never), "sentryReporter: sentry must have a method captureExc"],
    [() => prometheusReporter({} as never), "prometheusReporter: client must be the module"],
  ])("refuses what is not that tool: %s", (create, message) => {
    expect(create).toThrow(message);
  });
});
