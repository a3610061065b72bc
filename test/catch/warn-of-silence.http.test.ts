import { PassThrough } from "node:stream";
import { asyncHandler } from "express-backstop";
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
    "forgetToAnswer of GET /forgot has settled and neither responded nor called next: its client waits.",
  ]);
});
