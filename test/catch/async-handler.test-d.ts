import express, { type ErrorRequestHandler } from "express";
import { asyncHandler, validate } from "express-backstop";
import { expectTypeOf, it } from "vitest";
import { z } from "zod";
import { z as z3 } from "zod3";

const app = express();
const Article = z.object({ title: z.string(), tags: z.array(z.string()).default([]) });

const validArticle = validate({ body: Article });

it("has the types of the path parameters", () => {
  app.get(
    "/articles/:id",
    asyncHandler(async (req, res) => {
      expectTypeOf(req.params.id).toEqualTypeOf<string>();
      res.json(req.params);
    }),
  );
});

it("has the type of the body in the next handler", () => {
  app.post(
    "/articles",
    validArticle,
    asyncHandler(async (req) => {
      expectTypeOf(req.body).toEqualTypeOf<{ title: string; tags: string[] }>();
    }),
  );
  app.post("/articles", validate({ body: z3.object({ count: z3.coerce.number() }) }), (req) => {
    expectTypeOf(req.body).toEqualTypeOf<{ count: number }>();
  });
});

it("keeps the types of the path parameters beside that of the body", () => {
  app.put(
    "/articles/:id",
    validArticle,
    asyncHandler(async (req) => {
      expectTypeOf(req.body.title).toEqualTypeOf<string>();
      expectTypeOf(req.params.id).toEqualTypeOf<string>();
    }),
  );
});

it("accepts error middleware and param handlers", () => {
  const middleware: ErrorRequestHandler = asyncHandler(async (_error, _req, res, _next) => {
    res.end();
  });
  app.use(middleware);
  app.param(
    "id",
    asyncHandler(async (_req, _res, next, value: string) => {
      expectTypeOf(value).toEqualTypeOf<string>();
      next();
    }),
  );
});

it("refuses values that are not functions, and values that are not schemas", () => {
  // @ts-expect-error - no function
  asyncHandler("handler");
  // @ts-expect-error - no schema
  validate({ body: { title: "string" } });
});
