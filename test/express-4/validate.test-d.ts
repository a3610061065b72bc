// Beside Express 4, so that "express" means its types. The package's own name is not known in here.
import express from "express";
import { expectTypeOf, it } from "vitest";
import { z } from "zod";
import { builtInErrors } from "../../src/catalog/index.ts";
import { asyncHandler, validate } from "../../src/index.ts";
import { openapi, operation } from "../../src/openapi/index.ts";

const app = express();
const Article = z.object({ title: z.string(), tags: z.array(z.string()).default([]) });
const Counted = z.object({ "x-count": z.coerce.number() });
type Article = z.output<typeof Article>;

it("uses the types of Express 4 for handlers, in asyncHandler and bare", () => {
  app.post(
    "/articles/:id",
    validate({ body: Article }),
    asyncHandler(async (req, res) => {
      expectTypeOf(req.body).toEqualTypeOf<Article>();
      expectTypeOf(req.params).toEqualTypeOf<{ id: string }>();
      expectTypeOf(res).toEqualTypeOf<express.Response>();
    }),
  );
  app.post(
    "/articles/:id",
    validate({ headers: Counted, query: Counted }),
    asyncHandler(async (req) => {
      expectTypeOf(req.params).toEqualTypeOf<{ id: string }>();
      expectTypeOf(req.query).toEqualTypeOf<{ "x-count": number }>();
      expectTypeOf(req.headers["x-count"]).toEqualTypeOf<number>();
    }),
  );
  express.Router().post("/articles/:id", validate({ body: Article }), (req) => {
    expectTypeOf(req.body).toEqualTypeOf<Article>();
    expectTypeOf(req.params.id).toEqualTypeOf<string>();
  });
});

it("knows the schemas that a request chooses, and the results of forms, in Express 4", () => {
  const form = validate({ body: Article }, { onInvalid: "next" });
  app.post(
    "/articles/:id",
    validate({ body: () => Article, params: (req) => (req.body ? Counted : Counted) }),
    asyncHandler(async (req) => {
      expectTypeOf(req.body).toEqualTypeOf<Article>();
      expectTypeOf(req.params).toEqualTypeOf<{ "x-count": number }>();
    }),
  );
  app.post("/articles/:id", form, (req) => {
    const result = form.resultOf(req);
    expectTypeOf(req.params).toEqualTypeOf<{ id: string }>();
    if (result.valid) expectTypeOf(result.body).toEqualTypeOf<Article>();
  });
});

it("accepts operations and apps of Express 4", () => {
  app.post(
    "/articles/:id",
    operation({ errors: [builtInErrors.not_found] }),
    validate({ body: Article }),
    asyncHandler(async (req) => {
      expectTypeOf(req.body).toEqualTypeOf<Article>();
      expectTypeOf(req.params).toEqualTypeOf<{ id: string }>();
    }),
  );
  openapi(app, { info: { title: "Articles", version: "1.0.0" }, errors: builtInErrors });
});
