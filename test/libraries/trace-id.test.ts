import { EventEmitter } from "node:events";
import * as api from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { BasicTracerProvider } from "@opentelemetry/sdk-trace-base";
import type { RequestHandler } from "express";
import { asyncHandler, ConflictError, currentRequest, requestContext } from "express-backstop";
import { guardCallback } from "express-backstop/process";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";

const parent = "4bf92f3577b34da6a3ce929d0e0e4736";
const traceparent = `00-${parent}-00f067aa0ba902b7-01`;

describe.each(expresses)("the trace id, on %s", (_name, express) => {
  beforeEach(() => {
    api.context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    api.trace.setGlobalTracerProvider(new BasicTracerProvider());
  });
  afterEach(() => {
    api.context.disable();
    api.trace.disable();
  });

  const seen: { active: string | undefined; current: string | undefined }[] = [];
  const failing = asyncHandler(async () => {
    await new Promise(setImmediate);
    const active = api.trace.getActiveSpan()?.spanContext().traceId;
    seen.push({ active, current: currentRequest()?.traceId });
    throw new ConflictError("taken");
  });
  const startSpan: RequestHandler = (req, res, next) => {
    api.trace.getTracer("test").startActiveSpan(req.method, (span) => {
      res.once("close", () => span.end());
      next();
    });
  };

  it("in record, response and currentRequest() is that of the active span, and not of traceparent", async () => {
    await using app = await serve((app) => app.use(requestContext(), startSpan).get("/", failing), {
      express,
    });

    const response = await app.api.get("/").set("traceparent", traceparent);

    const { active, current } = seen.at(-1) ?? {};
    expect(active).toMatch(/^[0-9a-f]{32}$/);
    expect(active).not.toBe(parent);
    expect(current).toBe(active);
    expect(response.body).toMatchObject({ status: 409, traceId: active });
    expect(app.records).toMatchObject([{ code: "conflict", traceId: active }]);
  });

  it("is that of the request's own span in a guarded callback that a library calls in another request", async () => {
    const queue = new EventEmitter();
    await using app = await serve(
      (app) => {
        app.use(requestContext(), startSpan);
        app.get("/waits", () => {
          const active = api.trace.getActiveSpan()?.spanContext().traceId;
          queue.once(
            "job",
            guardCallback(() => {
              throw new ConflictError("taken", { context: { active } });
            }),
          );
        });
        app.get("/calls", (_req, res) => {
          queue.emit("job");
          res.json("called");
        });
      },
      { express },
    );

    const waiting = app.api.get("/waits").then(({ body }) => body as { traceId: string });
    await expect.poll(() => queue.listenerCount("job")).toBe(1);
    await app.api.get("/calls");

    const { traceId } = await waiting;
    expect(traceId).toMatch(/^[0-9a-f]{32}$/);
    expect(app.records).toMatchObject([{ traceId, context: { active: traceId } }]);
  });

  it("is that of traceparent where no span is active", async () => {
    await using app = await serve((app) => app.use(requestContext()).get("/", failing), {
      express,
    });

    const response = await app.api.get("/").set("traceparent", traceparent);

    expect(seen.at(-1)).toEqual({ active: undefined, current: parent });
    expect(response.body).toMatchObject({ status: 409, traceId: parent });
    expect(app.records).toMatchObject([{ code: "conflict", traceId: parent }]);
  });

  it("is absent without both", async () => {
    await using app = await serve((app) => app.use(requestContext()).get("/", failing), {
      express,
    });

    const response = await app.api.get("/");

    expect(seen.at(-1)).toEqual({ active: undefined, current: undefined });
    expect(response.body).not.toHaveProperty("traceId");
    expect(app.records[0]).not.toHaveProperty("traceId");
  });
});
