import type { ErrorRequestHandler } from "express";
import { addContext, currentRequest, NotFoundError, requestContext } from "express-backstop";
import { guardCallback } from "express-backstop/process";
import { describe, expect, it } from "vitest";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";
import { problem } from "../support/problem.ts";
import { throwing } from "../support/throwing.ts";

describe.each(expresses)("on %s", (_name, express) => {
  // fault: client-ids
  it("sets X-Request-Id in every response, from the client's header or anew", async () => {
    await using app = await serve(
      (app) => {
        app.use(requestContext());
        app.get("/", (_req, res) => void res.json("ok"));
      },
      { express },
    );

    const own = await app.api.get("/").set("X-Request-Id", "mine-1");
    const unfit = await app.api.get("/").set("X-Request-Id", "<script>");
    const failed = await app.api.get("/nowhere");

    expect(own.headers["x-request-id"]).toBe("mine-1");
    expect(unfit.headers["x-request-id"]).toMatch(/^req_/);
    expect(problem(failed).requestId).toMatch(/^req_/);
  });

  it("shares one scope with a second one: its context, its signal, and the time of the first", async () => {
    let signal: AbortSignal | undefined;
    await using app = await serve(
      (target) => {
        target.use(requestContext({ timeout: 60 }), (_req, _res, next) => {
          addContext({ user: "u1" });
          setTimeout(next, 20);
        });
        const router = express.Router().use(requestContext({ timeout: 5000 }));
        router.get("/fails", throwing(new NotFoundError()));
        router.get("/hangs", () => {
          signal = currentRequest()?.signal;
        });
        target.use("/inner", router);
      },
      { express },
    );

    await app.api.get("/inner/fails");
    const late = await app.api.get("/inner/hangs");

    expect(app.records[0]).toMatchObject({ code: "not_found", context: { user: "u1" } });
    expect(app.records[0]?.duration).toBeGreaterThanOrEqual(19);
    expect(problem(late)).toMatchObject({ status: 503, code: "deadline_exceeded" });
    expect(signal?.aborted).toBe(true);
  });

  it("leaves a failure outside of the handlers to the error middleware of the router of the second one", async () => {
    const seen: unknown[] = [];
    await using app = await serve(
      (target) => {
        target.use(requestContext());
        const router = express.Router().use(requestContext());
        router.get("/", () => {
          setTimeout(
            guardCallback(() => {
              throw new NotFoundError();
            }),
            5,
          );
        });
        const handle: ErrorRequestHandler = (error, _req, res, _next) => {
          seen.push(error);
          res.status(418).end();
        };
        target.use("/inner", router.use(handle));
      },
      { express },
    );

    expect((await app.api.get("/inner")).status).toBe(418);
    expect(seen).toEqual([expect.any(NotFoundError)]);
  });

  // fault: client-ids
  it("sends no body for HEAD, and has the client's request id and trace id", async () => {
    await using app = await serve((app) => app.get("/", throwing(new NotFoundError())), {
      express,
    });

    const head = await app.api.head("/");
    const traced = await app.api.get("/").set({
      "x-request-id": "mine-1",
      traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    });

    expect(head.status).toBe(404);
    expect(head.text ?? "").toBe("");
    expect(problem(traced)).toMatchObject({
      requestId: "mine-1",
      traceId: "4bf92f3577b34da6a3ce929d0e0e4736",
    });
  });
});
