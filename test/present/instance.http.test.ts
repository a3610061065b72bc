import { type ErrorHandlerOptions, NotFoundError } from "express-backstop";
import { describe, expect, it } from "vitest";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";
import { problem } from "../support/problem.ts";

describe.each(expresses)("options that get the request, on %s", (_name, express) => {
  const serveMissing = (options: ErrorHandlerOptions) =>
    serve(
      (app) =>
        app.get("/:id", () => {
          throw new NotFoundError("None.");
        }),
      { express, ...options },
    );

  it("instance is a member of the problem where the option returns one", async () => {
    await using app = await serveMissing({
      instance: (req, requestId) => `${req.originalUrl}#${requestId}`,
    });

    const response = await app.api.get("/7").set("X-Request-Id", "mine");

    expect(problem(response)).toMatchObject({ instance: "/7#mine" });
    expect(Object.keys(response.body as object)).toEqual([
      "type",
      "title",
      "status",
      "code",
      "detail",
      "instance",
      "requestId",
    ]);
  });

  it.each([
    ["throws", () => Reflect.apply(fail, undefined, []) as string],
    ["returns something else than a string", () => 7 as never],
  ])(
    "instance is left out, and the record says why, when the option %s",
    async (_what, instance) => {
      await using app = await serveMissing({ instance });

      const body = problem(await app.api.get("/7"));

      expect(body).not.toHaveProperty("instance");
      expect(app.records).toMatchObject([
        { status: 404, alsoFailed: [{ message: expect.stringContaining("instance") as string }] },
      ]);
    },
  );

  it("serialize gets the request beside the problem", async () => {
    await using app = await serveMissing({
      serialize: ({ status }, req) => ({ status, path: req.originalUrl }),
    });

    expect((await app.api.get("/7")).body).toEqual({ status: 404, path: "/7" });
  });
});

function fail(): never {
  throw new Error("no instance today");
}
