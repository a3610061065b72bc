import { type } from "arktype";
import express from "express";
import { asyncHandler, validate } from "express-backstop";
import * as v from "valibot";
import { expectTypeOf, it } from "vitest";
import { z } from "zod";
import * as mini from "zod/mini";
import { z as z3 } from "zod3";

const app = express();
const Article = z.object({ title: z.string(), tags: z.array(z.string()).default([]) });
const Id = z.object({ id: z.coerce.number() });
const Page = z.object({ page: z.coerce.number() });
const Counted = z.object({ "x-count": z.coerce.number() });
const Themed = z.object({ theme: z.enum(["dark", "light"]) });
const takesRequest = (_req: express.Request) => {};
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

it("types the query and the parameters, all at once or by two validators", () => {
  app.get(
    "/articles/:id/:slug",
    validate({ params: Id, query: Page, body: Article }),
    asyncHandler(async (req) => {
      expectTypeOf(req.params).toEqualTypeOf<{ id: number }>();
      expectTypeOf(req.query).toEqualTypeOf<{ page: number }>();
      expectTypeOf(req.body).toEqualTypeOf<Article>();
    }),
  );
  app.get(
    "/articles/:id",
    validate({ query: Page }),
    validate({ body: Article, headers: Page, cookies: Page, signedCookies: Page }),
    asyncHandler(async (req) => {
      expectTypeOf(req.params).toEqualTypeOf<{ id: string }>();
      expectTypeOf(req.query).toEqualTypeOf<{ page: number }>();
      expectTypeOf(req.body).toEqualTypeOf<Article>();
    }),
  );
  app.route("/articles/:id").get(validate({ params: Id, query: Page }), (req) => {
    expectTypeOf(req.params).toEqualTypeOf<{ id: number }>();
    expectTypeOf(req.query).toEqualTypeOf<{ page: number }>();
  });
});

it("types headers and cookies in asyncHandler; in a bare handler they stay as Express has them", () => {
  app.get(
    "/articles/:id",
    validate({ headers: Counted, query: Page }),
    validate({ body: Article }),
    asyncHandler(async (req, res, next) => {
      expectTypeOf(req.headers["x-count"]).toEqualTypeOf<number>();
      expectTypeOf(req.headers.accept).toEqualTypeOf<string | undefined>();
      expectTypeOf(req.params).toEqualTypeOf<{ id: string }>();
      expectTypeOf(req.query).toEqualTypeOf<{ page: number }>();
      expectTypeOf(req.body).toEqualTypeOf<Article>();
      next(res.locals["user"]);
    }),
  );
  app.get(
    "/articles/:id",
    validate({ headers: Counted, cookies: Themed, signedCookies: Themed }),
    asyncHandler(async (req, res) => {
      expectTypeOf(req.headers["x-count"]).toEqualTypeOf<number>();
      expectTypeOf(req.cookies).toEqualTypeOf<{ theme: "dark" | "light" }>();
      expectTypeOf(req.signedCookies).toEqualTypeOf<{ theme: "dark" | "light" }>();
      expectTypeOf(req.get("x-count")).toEqualTypeOf<string | undefined>();
      takesRequest(req);
      res.json(res.locals["user"].name);
    }),
    (req) => expectTypeOf(req.cookies).toBeAny(),
  );
});

it("leaves handlers that say what they take as they are", () => {
  const named = asyncHandler(
    async (req: express.Request<{ id: string }>, res: express.Response) => {
      res.json(req.params.id);
    },
  );
  const plain: express.RequestHandler = (_req, res) => void res.end();

  expectTypeOf(named).parameters.toEqualTypeOf<
    [express.Request<{ id: string }>, express.Response]
  >();
  app.get("/articles/:id", validate({ headers: Counted }), named, asyncHandler(plain), plain);
});

it("types with every library, and with a validator held in a constant", () => {
  const held = validate({ query: z3.object({ page: z3.coerce.number() }) });
  app.get(
    "/",
    held,
    asyncHandler((req) => expectTypeOf(req.query).toEqualTypeOf<{ page: number }>()),
  );
  app.get(
    "/",
    validate({ query: v.object({ page: v.pipe(v.string(), v.transform(Number)) }) }),
    asyncHandler((req) => expectTypeOf(req.query).toEqualTypeOf<{ page: number }>()),
  );
  app.get(
    "/",
    validate({ query: type({ page: "string.numeric.parse" }) }),
    asyncHandler((req) => expectTypeOf(req.query).toEqualTypeOf<{ page: number }>()),
  );
  app.get(
    "/",
    validate({ query: mini.object({ page: mini.coerce.number() }) }),
    asyncHandler((req) => expectTypeOf(req.query).toEqualTypeOf<{ page: number }>()),
  );
  expectTypeOf(held.schemas.query.shape.page).toEqualTypeOf<z3.ZodNumber>();
});

it("passes for a RequestHandler where one is asked for", () => {
  expectTypeOf(validate({ body: Article })).toExtend<express.RequestHandler>();
  expectTypeOf(validate({ headers: Counted, cookies: Themed })).toExtend<express.RequestHandler>();
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
