import express from "express";
import { asyncHandler, validate } from "express-backstop";
import { expectTypeOf, it } from "vitest";
import { z } from "zod";

const app = express();
const Article = z.object({ title: z.string(), tags: z.array(z.string()).default([]) });
type Article = z.output<typeof Article>;

it("types the body of a handler in asyncHandler, and leaves it the parameters of the path", () => {
  app.post(
    "/articles/:id",
    validate({ body: Article }),
    asyncHandler(async (req, res, next) => {
      expectTypeOf(req.body).toEqualTypeOf<Article>();
      expectTypeOf(req.params).toEqualTypeOf<{ id: string }>();
      expectTypeOf(res).toEqualTypeOf<express.Response>();
      expectTypeOf(next).toEqualTypeOf<express.NextFunction>();
    }),
  );
});

it("types the body of a bare handler", () => {
  app.post("/articles/:id", validate({ body: Article }), (req) => {
    expectTypeOf(req.body).toEqualTypeOf<Article>();
    expectTypeOf(req.params.id).toEqualTypeOf<string>();
  });
});

it("types handlers on a router", () => {
  express.Router().put(
    "/articles/:id",
    validate({ body: Article }),
    asyncHandler(async (req) => {
      expectTypeOf(req.body).toEqualTypeOf<Article>();
      expectTypeOf(req.params.id).toEqualTypeOf<string>();
    }),
  );
});

it("passes for a RequestHandler where one is asked for", () => {
  expectTypeOf(validate({ body: Article })).toExtend<express.RequestHandler>();
});

it("refuses what is no schema, no part and no member", () => {
  // @ts-expect-error - no schema
  validate({ body: { title: "string" } });
  // @ts-expect-error - no part of a request
  validate({ body: Article, session: Article });
  app.post(
    "/articles/:id",
    validate({ body: Article }),
    asyncHandler(async (req) => {
      // @ts-expect-error - a member the schema does not have
      void req.body.author;
      // @ts-expect-error - a parameter the path does not have
      void req.params.slug;
    }),
  );
});
