import { subscribe, unsubscribe } from "node:diagnostics_channel";
import {
  asyncHandler,
  ConflictError,
  HttpError,
  type PublishedFailure,
  requestContext,
} from "express-backstop";
import { afterEach, describe, expect, it } from "vitest";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";
import { throwing } from "../support/throwing.ts";

const published: PublishedFailure[] = [];
// The channel has messages of this type only.
const keep = (message: unknown): void => void published.push(message as PublishedFailure);

afterEach(() => {
  unsubscribe("express-backstop:failure", keep);
  published.length = 0;
});

describe.each(expresses)("the channel express-backstop:failure, on %s", (_name, express) => {
  it("gets each failure with the status that was sent, and with the real objects", async () => {
    subscribe("express-backstop:failure", keep);
    const thrown = Object.assign(new Error("duplicate key, pwd=hunter2"), { status: 500 });
    await using app = await serve((app) => app.get("/articles/:id", throwing(thrown)), {
      express,
      mappers: [(error) => new ConflictError("taken", { cause: error })],
      reporter: false,
    });

    const response = await app.api.get("/articles/7");
    await app.api.get("/nowhere");

    expect(published).toHaveLength(2);
    const [first, second] = published;
    expect(Object.keys(first ?? {}).toSorted()).toEqual(["error", "record", "req", "res"]);
    expect(first).toMatchObject({
      record: {
        level: "info",
        status: 409,
        code: "conflict",
        route: "/articles/:id",
        requestId: response.body.requestId,
        error: { message: expect.stringMatching(/^duplicate key, pwd=\[secret [0-9a-f]{4}\]$/) },
      },
      req: { originalUrl: "/articles/7" },
      res: { statusCode: 409 },
    });
    expect(first?.error).toBe(thrown);
    expect(second?.record).toMatchObject({ status: 404, code: "route_not_found" });
  });

  it("gets the same record as the reporters, also of a failure after the response", async () => {
    subscribe("express-backstop:failure", keep);
    await using app = await serve(
      (app) =>
        app.use(requestContext()).get(
          "/",
          asyncHandler(async (_req, res) => {
            res.json("sent");
            throw new Error("too late");
          }),
        ),
      { express },
    );

    await app.api.get("/");

    await expect.poll(() => app.records).toMatchObject([{ status: 500, outcome: "late" }]);
    expect(published.map(({ record }) => record)).toEqual(app.records);
  });

  it("costs nothing without a subscriber: no record is made if no reporter wants one", async () => {
    let reads = 0;
    const thrown = Object.defineProperty(new HttpError(503), "cause", { get: () => (reads += 1) });
    await using app = await serve((app) => app.get("/", throwing(thrown)), {
      express,
      reporter: false,
    });

    await app.api.get("/");
    const before = reads;
    subscribe("express-backstop:failure", keep);
    await app.api.get("/");
    unsubscribe("express-backstop:failure", keep);
    await app.api.get("/");

    expect(before).toBe(0);
    expect(reads).toBe(1);
    expect(published).toHaveLength(1);
  });

  it("counts server errors in the example of the documentation", async () => {
    const serverErrors = new Map<string, number>();

    const onFailure = (message: unknown): void => {
      const { record } = message as PublishedFailure;
      if (record.status < 500) return;
      const route = record.route ?? "none";
      serverErrors.set(route, (serverErrors.get(route) ?? 0) + 1);
    };
    subscribe("express-backstop:failure", onFailure);

    await using app = await serve(
      (app) => {
        app.get("/down/:id", throwing(new HttpError(503)));
        app.get("/taken", throwing(new ConflictError("taken")));
      },
      { express, reporter: false },
    );
    for (const path of ["/down/1", "/down/2", "/taken"]) await app.api.get(path);
    unsubscribe("express-backstop:failure", onFailure);
    await app.api.get("/down/3");

    expect([...serverErrors]).toEqual([["/down/:id", 2]]);
  });
});
