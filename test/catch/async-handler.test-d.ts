import express, {
  type ErrorRequestHandler,
  type Request,
  type RequestHandler,
  type Response,
} from "express";
import { asyncHandler, type Guard, type RequestOf, validate } from "express-backstop";
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

it("has the types of any request where it stands alone, in a class and in an object too", () => {
  const alone = asyncHandler(async (req, res, next) => {
    expectTypeOf(req).toEqualTypeOf<Request>();
    expectTypeOf(res).toEqualTypeOf<Response>();
    next();
  });
  class Controller {
    get = asyncHandler(async (req, res) => {
      expectTypeOf(req).toEqualTypeOf<Request>();
      expectTypeOf(res).toEqualTypeOf<Response>();
    });
  }
  const handlers = {
    get: asyncHandler(async (req, res) => {
      expectTypeOf(req).toEqualTypeOf<Request>();
      expectTypeOf(res).toEqualTypeOf<Response>();
    }),
  };
  expectTypeOf(alone).toExtend<RequestHandler>();
  app.get("/articles", alone, new Controller().get, handlers.get);
});

it("has the types of a schema behind guards, one by one and in an array", () => {
  const limiter: RequestHandler = (_req, _res, next) => next();
  const guard: Guard = limiter;
  const guards: readonly Guard[] = [limiter, guard];
  const query = z.object({ page: z.coerce.number() });
  app.get(
    "/articles/:id",
    guard,
    ...guards,
    validate({ query }),
    asyncHandler(async (req) => {
      expectTypeOf(req.query).toEqualTypeOf<{ page: number }>();
      expectTypeOf(req.params.id).toEqualTypeOf<string>();
    }),
  );
});

it("accepts a handler of another file, with the types of the schemas", () => {
  const schemas = {
    params: z.object({ id: z.uuid() }),
    headers: z.object({ "x-count": z.coerce.number() }),
    body: Article,
  };
  async function update(req: RequestOf<typeof schemas>, res: Response): Promise<void> {
    expectTypeOf(req.params).toEqualTypeOf<{ id: string }>();
    expectTypeOf(req.headers["x-count"]).toEqualTypeOf<number>();
    expectTypeOf(req.headers.accept).toEqualTypeOf<string | undefined>();
    expectTypeOf(req.body.tags).toEqualTypeOf<string[]>();
    expectTypeOf(req.query).toEqualTypeOf<Request["query"]>();
    res.end();
  }
  app.put("/articles/:id", validate(schemas), asyncHandler(update));
});

it("refuses values that are not functions, and values that are not schemas", () => {
  // @ts-expect-error - no function
  asyncHandler("handler");
  // @ts-expect-error - no schema
  validate({ body: { title: "string" } });
});
