import type { Express, NextFunction, Request, RequestHandler, Response } from "express";
import {
  asyncHandler,
  ConflictError,
  defineErrors,
  HttpError,
  requestContext,
  validate,
} from "express-backstop";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";

const taken = () => new ConflictError("taken");
const broken = () => new Error("broken");

function fail(): never {
  throw broken();
}

async function getArticle(): Promise<void> {
  await Promise.resolve();
  throw taken();
}

describe.each(expresses)("the handler in a record, on %s", (_name, express) => {
  async function handlerOf(mount: (app: Express) => unknown, path = "/"): Promise<unknown> {
    await using app = await serve(mount, { express });
    await app.api.get(path);
    expect(app.records).toHaveLength(1);
    return app.records[0]?.handler;
  }

  const pass = (_req: Request, _res: Response, next: NextFunction): void => next();

  it.each<[string, string | undefined, (app: Express) => unknown]>([
    [
      "has the name of the function in asyncHandler, also behind other handlers",
      "getArticle",
      (app) => app.get("/", pass, asyncHandler(getArticle)),
    ],
    [
      "has the name of the function in asyncHandler that passes an error to next",
      "passError",
      (app) =>
        app.get(
          "/",
          pass,
          asyncHandler(function passError(_req, _res, next) {
            next(taken());
          }),
        ),
    ],
    [
      "has the name of a method that was bound",
      "show",
      (app) => {
        const controller = {
          show(): never {
            throw taken();
          },
        };
        app.get("/", pass, asyncHandler(controller.show.bind(controller)));
      },
    ],
    [
      "has the name of the only handler of a route",
      "find",
      (app) =>
        app.get("/", function find() {
          throw taken();
        }),
    ],
    [
      "has the name of the handler that fails, and not of one that passes on an error",
      "getArticle",
      (app) => {
        app.get("/", asyncHandler(getArticle));
        app.use(
          asyncHandler((error: unknown, _req: Request, _res: Response, _next: NextFunction) => {
            throw error;
          }),
        );
      },
    ],
    [
      "has the name of a middleware outside every route",
      "authenticate",
      (app) =>
        app.use(
          asyncHandler(async function authenticate() {
            throw taken();
          }),
        ),
    ],
    [
      "is validate where that refuses a request",
      "validate",
      (app) => app.get("/", validate({ query: z.object({ page: z.string() }) }), pass),
    ],
    [
      "is notFoundHandler, although a route has let the request pass",
      "notFoundHandler",
      (app) =>
        app.get("/", function letPass(_req, _res, next) {
          next();
        }),
    ],
    [
      "is the one of several that the stack of a 5xx shows",
      "second",
      (app) =>
        app.get(
          "/",
          function first(_req, _res, next) {
            next();
          },
          function second() {
            fail();
          },
        ),
    ],
    [
      "is the outer one of two functions that have names of handlers",
      "second",
      (app) => {
        const handlers = {
          fail(_req: Request, _res: Response, next: NextFunction) {
            next();
          },
          second() {
            fail();
          },
        };
        app.get("/", handlers.fail, handlers.second);
      },
    ],
    ["is absent where the handler has no name", undefined, (app) => app.get("/", () => fail())],
    [
      "is absent where a handler without a name follows one with a name",
      undefined,
      (app) =>
        app.get(
          "/",
          function first(_req, _res, next) {
            next();
          },
          () => fail(),
        ),
    ],
    [
      "is absent where a middleware fails behind the route that let the request pass",
      undefined,
      (app) => {
        app.get("/", function letPass(_req, _res, next) {
          next();
        });
        app.use(() => fail());
      },
    ],
    [
      "is absent where a 4xx may come from one of several handlers",
      undefined,
      (app) =>
        app.get("/", pass, () => {
          throw taken();
        }),
    ],
  ])("%s", async (_what, expected, mount) => {
    expect(await handlerOf(mount)).toBe(expected);
  });

  it("has the name of the handler of GET for HEAD", async () => {
    await using app = await serve(
      (app) =>
        app.get("/", function find() {
          throw taken();
        }),
      { express },
    );

    await app.api.head("/");

    expect(app.records).toMatchObject([{ method: "HEAD", handler: "find" }]);
  });

  it("has the name of the handler that fails after the response of another failure", async () => {
    await using app = await serve(
      (app) =>
        app.get(
          "/",
          asyncHandler(async function early(_req, _res, next) {
            next();
            await new Promise(setImmediate);
            throw new Error("too late");
          }),
          asyncHandler(async function failing() {
            throw taken();
          }),
        ),
      { express },
    );

    await app.api.get("/");

    await expect
      .poll(() => app.records)
      .toMatchObject([
        { code: "conflict", handler: "failing" },
        { outcome: "late", handler: "early" },
      ]);
  });

  it("has the name of the route's handler where the deadline ends the request", async () => {
    const handler = await handlerOf((app) => {
      app.use(requestContext({ timeout: 20 }));
      app.get("/", function hangs() {});
    });

    expect(handler).toBe("hangs");
  });

  it("is cut after 100 characters", async () => {
    const long = Object.defineProperty(() => fail(), "name", { value: "x".repeat(5000) });

    const handler = await handlerOf((app) => app.get("/", asyncHandler(long)));

    expect(handler).toBe(`${"x".repeat(100)}… (5000 characters)`);
  });
});

describe.each(expresses)("retryable in a record, on %s", (_name, express) => {
  const errors = defineErrors({
    busy: { status: 409, title: "Busy", retry: "later" },
    gone_down: { status: 503, title: "Down for good", retry: "never" },
    plain: { status: 429, title: "Too many" },
  });
  class Counted extends HttpError {
    readonly retry = 3;
  }

  it.each<[string, boolean, () => Error]>([
    ["is true for a status that is temporary", true, () => new HttpError(503)],
    ["is false for a status that is not", false, taken],
    ["is false for an unknown error", false, broken],
    ["is true for a code that declares it", true, () => errors.busy()],
    ["is false for a code that declares it", false, () => errors.gone_down()],
    ["follows from the status of a code that declares nothing", true, () => errors.plain()],
    ["does not take another member named retry for it", true, () => new Counted(504)],
  ])("%s", async (_what, retryable, create) => {
    await using app = await serve(
      (app) =>
        app.get("/", () => {
          throw create();
        }),
      { express },
    );

    await app.api.get("/");

    expect(app.records).toMatchObject([{ retryable }]);
  });

  it("is that of the error that a mapper returns", async () => {
    await using app = await serve((app) => app.get("/", () => fail()), {
      express,
      mappers: [() => errors.busy()],
    });

    await app.api.get("/");

    expect(app.records).toMatchObject([{ status: 409, retryable: true }]);
  });
});

it("has the name of a handler that rejects without a wrapper, on Express 5", async () => {
  const handlers: RequestHandler[] = [getArticle];
  await using app = await serve((app) => app.get("/", handlers));

  await app.api.get("/");

  expect(app.records).toMatchObject([{ handler: "getArticle" }]);
});
