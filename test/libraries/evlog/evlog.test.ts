import { initLogger, type WideEvent } from "evlog";
import { evlog } from "evlog/express";
import {
  addContext,
  asyncHandler,
  ConflictError,
  errorHandler,
  notFoundHandler,
  requestContext,
  type Reporter,
} from "express-backstop";
import { beforeAll, describe, expect, it } from "vitest";
import { listen } from "../../support/app.ts";
import { expresses } from "../../support/expresses.ts";
import { throwing } from "../../support/throwing.ts";

const events: WideEvent[] = [];
beforeAll(() => {
  initLogger({ silent: true, pretty: false, drain: ({ event }) => void events.push(event) });
});

describe.each(expresses)("evlog, on %s", (_name, express) => {
  async function serve() {
    const app = express();
    const toEvent: Reporter = ({ time: _time, level, outcome, ...failure }, { req }) => {
      // A failure after the response is too late for the event of its request.
      if (outcome === "late") return;
      req.log?.set({ ...failure, outcome });
      if (level === "error") req.log?.setLevel("error");
    };

    app.use(evlog(), requestContext());
    app.get("/fine", (_req, res) => res.json("fine"));
    app.get("/taken/:id", throwing(new ConflictError("taken")));
    app.get(
      "/down/:id",
      asyncHandler(async function getArticle(req) {
        req.log?.set({ tenant: "acme" });
        addContext({ tries: 3 });
        throw new Error("cannot connect to postgres://app:hunter2@db/app");
      }),
    );
    app.use(notFoundHandler());
    app.use(errorHandler({ reporter: toEvent }));
    return listen(app);
  }

  it("has one wide event for each request, with what failed and without its secrets", async () => {
    await using app = await serve();
    events.length = 0;

    const fine = await app.api.get("/fine");
    await app.api.get("/taken/7");
    const down = await app.api.get("/down/7");

    await expect.poll(() => events.length).toBe(3);
    expect(fine.status).toBe(200);
    expect(events).toMatchObject([
      { level: "info", status: 200, path: "/fine" },
      {
        level: "info",
        status: 409,
        code: "conflict",
        route: "/taken/:id",
        retryable: false,
        error: { name: "ConflictError", message: "taken" },
      },
      {
        level: "error",
        status: 500,
        code: "internal_error",
        route: "/down/:id",
        handler: "getArticle",
        tenant: "acme",
        requestId: down.body.requestId,
        fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
        error: {
          message: expect.stringMatching(/^cannot connect to postgres:\/\/app:\[password /),
        },
        context: { tries: 3 },
      },
    ]);
    expect(events[0]).not.toHaveProperty("code");
    expect(JSON.stringify(events)).not.toContain("hunter2");
  });
});
