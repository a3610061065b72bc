import { type } from "arktype";
import express from "express";
import {
  asyncHandler,
  createValidate,
  type RequestOf,
  validate,
  type ValidateOptions,
  type ValidationError,
} from "express-backstop";
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

it("has the type of the body in asyncHandler, and keeps the path parameters", () => {
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

it("has the type of the body in a bare handler", () => {
  app.post("/articles/:id", validate({ body: Article }), (req) => {
    expectTypeOf(req.body).toEqualTypeOf<Article>();
    expectTypeOf(req.params.id).toEqualTypeOf<string>();
  });
});

it("has the types of handlers on a router", () => {
  express.Router().put(
    "/articles/:id",
    validate({ body: Article }),
    asyncHandler(async (req) => {
      expectTypeOf(req.body).toEqualTypeOf<Article>();
      expectTypeOf(req.params.id).toEqualTypeOf<string>();
    }),
  );
});

it("has the types of query and parameters, from one validator or two", () => {
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

it("has the parsed type in app.all and router.all; in use() too, where validate refuses to lose the value", () => {
  app.all("/articles/:id", validate({ params: Id }), (req) => {
    expectTypeOf(req.params).toEqualTypeOf<{ id: number }>();
  });
  express.Router({ mergeParams: true }).all("/", validate({ params: Id }), (req) => {
    expectTypeOf(req.params).toEqualTypeOf<{ id: number }>();
  });
  app.use("/articles/:id", validate({ params: Id }), (req) => {
    expectTypeOf(req.params).toEqualTypeOf<{ id: number }>();
  });
  app.get("/articles/:id", (req) => {
    expectTypeOf(req.params).toEqualTypeOf<{ id: string }>();
  });
});

it("has the types of headers and cookies in asyncHandler; a bare handler has those of Express", () => {
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

it("keeps the types of annotated handlers", () => {
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

it("has the types of every library, and of a validator in a constant", () => {
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

it("is assignable to RequestHandler", () => {
  expectTypeOf(validate({ body: Article })).toExtend<express.RequestHandler>();
  expectTypeOf(validate({ headers: Counted, cookies: Themed })).toExtend<express.RequestHandler>();
});

it("refuses values that are not schemas, unknown parts and unknown members", () => {
  // @ts-expect-error - no schema
  validate({ body: { title: "string" } });
  // @ts-expect-error - a schema in place of the parts
  validate(Article);
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

it("has the union of the types of the schemas that a request chooses", () => {
  const Draft = z.object({ draft: z.literal(true) });
  app.post(
    "/articles/:id",
    validate({ body: (req) => (req.get("x-draft") === "1" ? Draft : Article), params: () => Id }),
    asyncHandler(async (req) => {
      expectTypeOf(req.body).toEqualTypeOf<z.output<typeof Draft> | Article>();
      expectTypeOf(req.params).toEqualTypeOf<{ id: number }>();
    }),
  );
  app.get(
    "/",
    validate({ query: () => type({ page: "number" }), headers: () => Counted }),
    asyncHandler(async (req) => {
      expectTypeOf(req.query).toEqualTypeOf<{ page: number }>();
      expectTypeOf(req.headers["x-count"]).toEqualTypeOf<number>();
    }),
  );
  const schemas = { body: (_req: express.Request) => Article };
  expectTypeOf<RequestOf<typeof schemas>["body"]>().toEqualTypeOf<Article>();
  // @ts-expect-error - a function that returns no schema
  validate({ body: () => ({ title: "a" }) });
  // @ts-expect-error - a function that returns a promise
  validate({ body: async () => Article });
  // @ts-expect-error - a schema of a response cannot be chosen
  validate({ response: { 200: () => Article } });
});

it("has the parsed parts in the result of a form, and the types of Express in its request", () => {
  const form = validate({ body: Article, query: Page, headers: Counted }, { onInvalid: "next" });
  app.post("/articles/:id", form, (req) => {
    const result = form.resultOf(req);
    expectTypeOf(req.params).toEqualTypeOf<{ id: string }>();
    expectTypeOf(req.body).toBeAny();
    expectTypeOf(req.query["page"]).not.toEqualTypeOf<number>();
    if (result.valid) {
      expectTypeOf(result.body).toEqualTypeOf<Article>();
      expectTypeOf(result.query).toEqualTypeOf<{ page: number }>();
      expectTypeOf(result.headers).toEqualTypeOf<{ "x-count": number }>();
      // @ts-expect-error - a valid request has no error
      void result.error;
    } else {
      expectTypeOf(result.error).toEqualTypeOf<ValidationError>();
      // @ts-expect-error - an invalid request has no parsed body
      void result.body;
    }
  });
  app.post(
    "/articles",
    form,
    asyncHandler(async (req) => void form.resultOf(req)),
  );
  // @ts-expect-error - only a form has results
  void validate({ body: Article }).resultOf;
  // @ts-expect-error - nothing else can happen
  validate({ body: Article }, { onInvalid: "skip" });
});

it("has the types of validate in what createValidate returns", () => {
  const ours = createValidate({ responseMode: "report" });
  expectTypeOf(ours).toEqualTypeOf<typeof validate>();
  app.post(
    "/articles",
    ours({ body: Article }),
    asyncHandler(async (req) => expectTypeOf(req.body).toEqualTypeOf<Article>()),
  );
  // @ts-expect-error - it would change the types of every request
  createValidate({ onInvalid: "next" });
});

it("keeps the types where the options are of the wide type", () => {
  const options: ValidateOptions = { accept: ["application/json"] };
  app.post("/articles", validate({ body: Article }, options), (req) => {
    expectTypeOf(req.body).toEqualTypeOf<Article>();
  });
});
