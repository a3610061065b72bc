import { PassThrough } from "node:stream";
import express5 from "express";
import { asyncHandler, requestContext } from "express-backstop";
import { describe, expect, it } from "vitest";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";
import { problem } from "../support/problem.ts";
import { exchange, request } from "../support/raw-http.ts";
import { collectWarnings } from "../support/warnings.ts";

const later = (milliseconds: number) =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });

const warnings = collectWarnings();

describe.each(expresses)("on %s", (_name, express) => {
  // fault: never-responds
  it.each([
    ["never settles", asyncHandler(() => new Promise(() => {}))],
    ["settles with nothing", asyncHandler(async () => {})],
    ["does nothing, and is not wrapped", () => {}],
  ])("gives a client 503 at the deadline when the handler %s", async (_what, handler) => {
    await using app = await serve(
      (app) => {
        app.use(requestContext({ timeout: 100 }));
        const router = express.Router();
        router.get("/:id", handler as express5.RequestHandler);
        app.use("/articles", router);
      },
      { express },
    );

    const response = await app.api.get("/articles/7");

    expect(problem(response)).toMatchObject({ status: 503, code: "deadline_exceeded" });
    expect(app.records).toMatchObject([{ status: 503, route: "/articles/:id", outcome: "sent" }]);
  });

  // fault: late-response
  it.each([
    ["an answer", "/answers", "A second response was sent; the first stands"],
    ["an error it throws", "/throws", "too late"],
    ["an error it hands to next", "/next", "too late"],
  ])("ignores and reports %s after the deadline", async (_what, path, message) => {
    await using app = await serve(
      (app) => {
        app.use(requestContext({ timeout: 50 }));
        app.get(
          "/answers",
          asyncHandler(async (_req, res) => {
            await later(120);
            res.status(201).json("saved");
          }),
        );
        app.get(
          "/throws",
          asyncHandler(async () => {
            await later(120);
            throw new Error("too late");
          }),
        );
        app.get(
          "/next",
          asyncHandler((_req, _res, next) => {
            setTimeout(() => next(new Error("too late")), 120);
          }),
        );
      },
      { express },
    );

    const { statuses, text } = await exchange(app.port, request(`GET ${path}`));
    await later(150);

    expect(statuses).toEqual([503]);
    expect(text).toMatch(/^connection: close/im);
    expect(app.records).toMatchObject([
      { status: 503, outcome: "sent" },
      { outcome: "late", error: { message } },
    ]);
  });

  it("lets an answer that has begun take its time", async () => {
    await using app = await serve(
      (app) => {
        app.use(requestContext({ timeout: 50 }));
        app.get("/", (_req, res) => {
          res.write("first ");
          setTimeout(() => res.end("last"), 120);
        });
      },
      { express },
    );

    expect((await app.api.get("/")).text).toBe("first last");
    expect(app.records).toEqual([]);
  });

  // fault: client-ids
  it("names a request in every answer, as its client does or anew", async () => {
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
});

// fault: silent-handler
it("names, in development, the handler that settled without an answer, once", async () => {
  await using app = await serve((app) => {
    app.get(
      "/forgot",
      asyncHandler(async function forgetToAnswer() {}),
    );
    app.get(
      "/timer",
      asyncHandler(async (_req, res) => {
        setTimeout(() => res.json("ok"), 200);
      }),
    );
    app.get(
      "/stream",
      asyncHandler(async (_req, res) => {
        const slow = new PassThrough();
        slow.pipe(res);
        setTimeout(() => slow.end("at last"), 5200);
      }),
    );
    app.get(
      "/passes",
      asyncHandler(async (_req, _res, next) => next()),
    );
  });

  const waiting = [app.api.get("/forgot"), app.api.get("/forgot")].map((sent) =>
    sent.timeout(5500).catch(() => {}),
  );
  await Promise.all([
    ...waiting,
    ...["/timer", "/stream", "/passes"].map((path) => app.api.get(path)),
  ]);

  expect(warnings.map(({ message }) => message)).toEqual([
    "forgetToAnswer of GET /forgot settled 5 seconds ago and has neither responded nor called next: its client waits.",
  ]);
});

it.each([
  [{ timeout: 0 }, "timeout must be a whole number of milliseconds"],
  [{ timeout: "30s" }, 'got "30s"'],
  [{ timeout: 2 ** 31 }, "from 1 to 2147483647"],
  [{ deadline: 1 }, 'unknown option "deadline"'],
  [null, "options must be an object, got null"],
])("refuses %o as options", (options, message) => {
  expect(() => requestContext(options as never)).toThrow(message);
});
