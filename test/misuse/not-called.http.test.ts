import type { ErrorRequestHandler, RequestHandler } from "express";
import {
  defineErrors,
  errorHandler,
  type ErrorMapper,
  NotFoundError,
  notFoundHandler,
  requestContext,
  validate,
} from "express-backstop";
import { postgres } from "express-backstop/mappers/postgres";
import { readiness } from "express-backstop/process";
import supertest from "supertest";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";

describe.each(expresses)("on %s, the factory", (_name, express) => {
  it.each<[string, unknown]>([
    ["notFoundHandler", notFoundHandler],
    ["requestContext", requestContext],
    ["readiness", readiness],
  ])(
    "%s is refused at the first request where its parentheses are missing",
    async (name, factory) => {
      // TypeScript refuses it too.
      await using app = await serve((api) => api.use(factory as RequestHandler), { express });

      expect((await app.api.get("/")).status).toBe(500);
      expect(app.records).toMatchObject([
        {
          error: {
            message: `${name}: Express called it as a middleware. Write app.use(${name}()), with the parentheses.`,
          },
        },
      ]);
    },
  );

  it("validate is refused at the first request where it was not called", async () => {
    const factory = validate as unknown as RequestHandler;
    await using app = await serve((api) => api.get("/", factory), { express });

    expect((await app.api.get("/")).status).toBe(500);
    expect(app.records).toMatchObject([
      {
        error: {
          message: "validate: Express called it as a middleware. Write validate({ body: schema }).",
        },
      },
    ]);
  });

  it("errorHandler is refused at the first failure, in the error that Express prints", async () => {
    const app = express();
    app.set("env", "test");
    app.get("/", (_req, res) => res.sendStatus(204));
    app.use(notFoundHandler());
    // @ts-expect-error -- TypeScript refuses it too.
    app.use(errorHandler);

    const { status, text } = await supertest(app).get("/missing");

    expect(status).toBe(500);
    expect(text).toContain("Write app.use(errorHandler()), with the parentheses.");
    expect((await supertest(app).get("/")).status).toBe(204);
  });

  it("errorHandler keeps the failure as the cause of its refusal", async () => {
    const app = express();
    const causes: unknown[] = [];
    const failure = new NotFoundError("Nothing here.");
    app.get("/", (_req, _res, next) => next(failure));
    app.use(errorHandler as ErrorRequestHandler);
    app.use(((error: Error, _req, res, _next) => {
      causes.push(error.cause);
      res.sendStatus(500);
    }) satisfies ErrorRequestHandler);

    await supertest(app).get("/");

    expect(causes).toEqual([failure]);
  });

  it("of an error gets members that it does not declare, and the record says so", async () => {
    const errors = defineErrors({
      taken: { status: 409, title: "Taken" },
      sold: { status: 409, title: "Sold", data: z.object({ id: z.number() }) },
    });
    await using app = await serve(
      (api) => {
        api.get("/taken", () => {
          throw errors.taken({ id: 1 } as object);
        });
        api.get("/sold", () => {
          throw errors.sold({ id: 1 }, { headers: {} } as object);
        });
      },
      { express },
    );

    expect((await app.api.get("/taken")).body).not.toHaveProperty("id");
    expect((await app.api.get("/sold")).body).toMatchObject({ id: 1 });
    expect(app.records).toMatchObject([
      {
        code: "taken",
        alsoFailed: [
          {
            message:
              'errors.taken: unknown option "id". It declares no data: add the schema "data" for members.',
          },
        ],
      },
      { code: "sold", alsoFailed: [{ message: 'errors.sold: unknown option "headers".' }] },
    ]);
  });

  it("of a mapper is refused in the record where its parentheses are missing", async () => {
    const mappers = [postgres as unknown as ErrorMapper];
    await using app = await serve(
      (api) =>
        api.get("/", () => {
          throw new Error("no");
        }),
      { express, mappers },
    );

    await app.api.get("/");

    const message = "postgres was not called. Write postgres(), with the parentheses.";
    expect(app.records).toMatchObject([{ error: { message: "no" }, alsoFailed: [{ message }] }]);
  });

  it("of a class gets no string, and the record says so", async () => {
    await using app = await serve(
      (api) =>
        api.get("/", () => {
          throw new NotFoundError({ id: 1 } as unknown as string);
        }),
      { express },
    );

    expect((await app.api.get("/")).body).toMatchObject({ status: 404, title: "Not found" });
    expect(app.records).toMatchObject([
      {
        alsoFailed: [
          { message: expect.stringContaining("NotFoundError: message must be a string") },
        ],
      },
    ]);
  });
});
