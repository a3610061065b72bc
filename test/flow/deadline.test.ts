import { setTimeout as later } from "node:timers/promises";
import express5 from "express";
import { asyncHandler, requestContext } from "express-backstop";
import { describe, expect, it, vi } from "vitest";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";
import { problem } from "../support/problem.ts";
import { exchange, request } from "../support/raw-http.ts";
import { collectWarnings } from "../support/warnings.ts";

const warnings = collectWarnings();

describe.each(expresses)("on %s", (_name, express) => {
  // fault: never-responds
  it.each([
    ["never settles", asyncHandler(() => new Promise(() => {})), []],
    ["settles with nothing", asyncHandler(async () => {}), ["BACKSTOP_NO_RESPONSE"]],
    ["does nothing, and is not wrapped", () => {}, []],
  ])("sends 503 at the deadline when the handler %s", async (_what, handler, codes) => {
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
    await expect
      .poll(() => warnings.map((warning) => (warning as NodeJS.ErrnoException).code))
      .toEqual(codes);
  });

  it("warns of a silent handler before the deadline hides it, and records no frames of a timer", async () => {
    const warned = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
    await using app = await serve(
      (app) => {
        app.use(requestContext({ timeout: 60 }));
        app.get(
          "/",
          asyncHandler(async function forgetful() {}),
        );
      },
      { express },
    );

    await app.api.get("/");
    const calls = warned.mock.calls.map(([warning]) => String(warning));
    warned.mockRestore();

    expect(calls).toEqual([
      "forgetful of GET / has settled and neither responded nor called next: its client waits.",
    ]);
    expect(app.records[0]?.error.stack).toBe(
      "HttpError: The server took too long to respond. Try again later.",
    );
  });

  // fault: late-response
  it.each([
    ["a response", "/answers", "A second response was sent; the first stands"],
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

    expect(statuses).toEqual([503]);
    expect(text).toMatch(/^connection: close/im);
    await expect
      .poll(() => app.records)
      .toMatchObject([
        { status: 503, outcome: "sent" },
        { outcome: "late", error: { message } },
      ]);
  });

  it("does not interrupt a response that has begun", async () => {
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
});
