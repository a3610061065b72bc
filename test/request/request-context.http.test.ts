import { NotFoundError, requestContext } from "express-backstop";
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
