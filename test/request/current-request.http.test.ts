import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import {
  asyncHandler,
  type CurrentRequest,
  currentRequest,
  requestContext,
} from "express-backstop";
import { describe, expect, it } from "vitest";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";
import { problem } from "../support/problem.ts";

describe.each(expresses)("currentRequest, on %s", (_name, express) => {
  it("returns ids and route of the request, at any depth of calls", async () => {
    const deep = async (): Promise<object> => {
      await sleep(1);
      const { requestId, traceId, route } = currentRequest() ?? {};
      return { requestId, traceId, route };
    };
    await using app = await serve(
      (app) => {
        app.use(requestContext());
        const router = express.Router();
        router.get(
          "/articles/:id",
          asyncHandler(async (_req, res) => res.json(await deep())),
        );
        app.use("/api", router);
      },
      { express },
    );
    const trace = "4bf92f3577b34da6a3ce929d0e0e4736";

    const response = await app.api
      .get("/api/articles/7")
      .set("X-Request-Id", "mine")
      .set("traceparent", `00-${trace}-00f067aa0ba902b7-01`);

    expect(response.body).toEqual({
      requestId: "mine",
      traceId: trace,
      route: "/api/articles/:id",
    });
    expect(response.headers["x-request-id"]).toBe("mine");
  });

  it("returns undefined outside every request, and where requestContext is not mounted", async () => {
    await using app = await serve(
      (app) => app.get("/", (_req, res) => res.json({ found: currentRequest() !== undefined })),
      { express },
    );

    expect(currentRequest()).toBeUndefined();
    expect((await app.api.get("/")).body).toEqual({ found: false });
  });

  it("aborts its signal when the client closes the connection", async () => {
    const { app, seen } = await serveWaiting({ express });
    await using _ = app;
    const client = connect(app.port, "127.0.0.1");
    client.end("GET / HTTP/1.1\r\nHost: a\r\n\r\n", () => client.destroy());

    await expect.poll(() => seen[0]?.signal.aborted).toBe(true);

    expect(seen[0]?.signal.reason).toMatchObject({ name: "AbortError" });
    await expect.poll(() => app.records).toMatchObject([{ status: 499, level: "debug" }]);
  });

  it("aborts its signal at the deadline with the error that the client gets, reported once", async () => {
    const { app, seen } = await serveWaiting({ express, timeout: 30 });
    await using _ = app;

    const response = await app.api.get("/");

    expect(problem(response)).toMatchObject({ status: 503, code: "deadline_exceeded" });
    expect(seen[0]?.signal.reason).toMatchObject({ code: "deadline_exceeded" });
    await sleep(10);
    expect(app.records).toMatchObject([{ code: "deadline_exceeded", outcome: "sent" }]);
  });

  it("does not abort its signal when the response was sent", async () => {
    const signals: AbortSignal[] = [];
    await using app = await serve(
      (app) => {
        app.use(requestContext());
        app.get("/", (_req, res) => {
          const request = currentRequest();
          if (request) signals.push(request.signal);
          res.json("sent");
          res.once("close", () => {
            if (request) signals.push(request.signal);
          });
        });
      },
      { express },
    );

    await app.api.get("/");

    await expect.poll(() => signals).toHaveLength(2);
    expect(signals.map(({ aborted }) => aborted)).toEqual([false, false]);
  });

  it("returns a signal that has aborted already when it is asked for after the client left", async () => {
    const left: (CurrentRequest | undefined)[] = [];
    await using app = await serve(
      (app) => {
        app.use(requestContext());
        app.get("/", (_req, res) => {
          const request = currentRequest();
          res.once("close", () => left.push(request));
        });
      },
      { express },
    );
    const client = connect(app.port, "127.0.0.1");
    client.end("GET / HTTP/1.1\r\nHost: a\r\n\r\n", () => client.destroy());

    await expect.poll(() => left).toHaveLength(1);

    expect(left[0]?.signal.aborted).toBe(true);
  });
});

/** Serves a route that waits until its signal aborts, and then fails with the reason. */
async function serveWaiting({
  express,
  timeout,
}: {
  express: (typeof expresses)[number][1];
  timeout?: number;
}) {
  const seen: CurrentRequest[] = [];
  const app = await serve(
    (app) => {
      app.use(requestContext(timeout === undefined ? {} : { timeout }));
      app.get(
        "/",
        asyncHandler(async () => {
          const request = currentRequest();
          if (!request) throw new Error("There is no request");
          seen.push(request);
          await once(request.signal, "abort");
          throw request.signal.reason;
        }),
      );
    },
    { express },
  );
  return { app, seen };
}
