import { PassThrough } from "node:stream";
import { asyncHandler, NotFoundError } from "express-backstop";
import { expect, it } from "vitest";
import { serve } from "../support/app.ts";
import { collectWarnings } from "../support/warnings.ts";

const warnings = collectWarnings();

// fault: silent-handler
it("names in development, once, the handler that settled without a response", async () => {
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
      "/returns",
      asyncHandler(async function returnLater() {
        return new NotFoundError();
      }),
    );
    app.get(
      "/returns-now",
      asyncHandler(function returnNow() {
        return new Error("no");
      }),
    );
    app.get(
      "/returns-a-timer",
      asyncHandler((_req, res) => setTimeout(() => res.json("ok"), 5200)),
    );
    app.get(
      "/responds-and-returns",
      asyncHandler((_req, res) => {
        res.json("ok");
        return new Error("no");
      }),
    );
    app.get(
      "/passes",
      asyncHandler(async (_req, _res, next) => next()),
    );
  });

  const waiting = ["/forgot", "/forgot", "/returns", "/returns-now"].map((path) =>
    app.api
      .get(path)
      .timeout(5500)
      .catch(() => {}),
  );
  await Promise.all([
    ...waiting,
    ...["/timer", "/stream", "/returns-a-timer", "/responds-and-returns", "/passes"].map((path) =>
      app.api.get(path),
    ),
  ]);

  expect(warnings.map(({ message }) => message).toSorted()).toEqual([
    "forgetToAnswer of GET /forgot has settled and neither responded nor called next: its client waits.",
    "returnLater of GET /returns has returned an error and neither responded nor called next: its client waits. Write throw in place of return.",
    "returnNow of GET /returns-now has returned an error and neither responded nor called next: its client waits. Write throw in place of return.",
  ]);
});
