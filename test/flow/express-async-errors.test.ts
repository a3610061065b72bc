import { asyncHandler, NotFoundError } from "express-backstop";
import { expect, it } from "vitest";
import { serve } from "../support/app.ts";
import { express4, patchExpress4 } from "../support/expresses.ts";
import { problem } from "../support/problem.ts";

// fault: express-async-errors
it("responds to each failure once on Express 4 beside express-async-errors, wrapped or not", async () => {
  patchExpress4();
  await using app = await serve(
    (app) => {
      app.get("/bare", async () => {
        throw new NotFoundError("Bare.");
      });
      app.get(
        "/wrapped",
        asyncHandler(async () => {
          throw new NotFoundError("Wrapped.");
        }),
      );
      app.get(
        "/undefined",
        asyncHandler(async () => {
          throw undefined;
        }),
      );
      app.get(
        "/route",
        asyncHandler((_req, _res, next) => next("route")),
        (_req, res) => void res.send("wrong"),
      );
      app.get("/route", (_req, res) => void res.send("the next route"));
    },
    { express: express4 },
  );

  expect(problem(await app.api.get("/bare")).detail).toBe("Bare.");
  expect(problem(await app.api.get("/wrapped")).detail).toBe("Wrapped.");
  expect(problem(await app.api.get("/undefined")).status).toBe(500);
  expect((await app.api.get("/route")).text).toBe("the next route");
  expect(app.records).toHaveLength(3);
});
