import express from "express";
import { asyncHandler, defineErrors, validate } from "express-backstop";
import { builtInErrors, pickErrors } from "express-backstop/catalog";
import { safe } from "express-backstop/client";
import { openapi, operation, problemComponents, problemResponses } from "express-backstop/openapi";
import { assertDeclaredErrors, recordingReporter } from "express-backstop/testing";
import { expectTypeOf, it } from "vitest";
import { z } from "zod";

const app = express();
const errors = defineErrors({
  article_not_found: {
    status: 404,
    title: "Article not found",
    data: z.object({ articleId: z.string() }),
  },
  article_gone: { status: 410, title: "Article gone" },
});
const info = { title: "Articles", version: "1.0.0" };

it("leaves the types of the handlers after it as they are", () => {
  app.put(
    "/articles/:id",
    operation({ summary: "Read", errors: [errors.article_not_found, errors.article_gone] }),
    validate({ body: z.object({ title: z.string() }), headers: z.object({ etag: z.string() }) }),
    asyncHandler(async (req) => {
      expectTypeOf(req.body).toEqualTypeOf<{ title: string }>();
      expectTypeOf(req.params).toEqualTypeOf<{ id: string }>();
      expectTypeOf(req.headers.etag).toEqualTypeOf<string>();
    }),
  );
  app.get("/articles/:id", operation({}), (req, res) => {
    expectTypeOf(req.params).toEqualTypeOf<{ id: string }>();
    expectTypeOf(res).toEqualTypeOf<express.Response>();
  });
  express.Router().use(operation({ tags: ["Articles"] }));
});

it("accepts errors of a catalog, and members of an operation", () => {
  operation({ errors: [errors.article_not_found, builtInErrors.unauthorized], "x-internal": true });
  // @ts-expect-error - no code of the catalog
  operation({ errors: [errors.article_god] });
  // @ts-expect-error - a code is not an error
  operation({ errors: ["article_gone"] });
  // @ts-expect-error - no member
  operation({ sumary: "Read" });
});

it("types a handler by the path and by the validators, and lets it create the declared errors only", () => {
  app.put(
    "/articles/:id",
    validate({ body: z.object({ title: z.string() }), headers: z.object({ etag: z.string() }) }),
    operation({ errors: [errors.article_not_found] }).handler(async (req, res, fail, next) => {
      expectTypeOf(req.body).toEqualTypeOf<{ title: string }>();
      expectTypeOf(req.params).toEqualTypeOf<{ id: string }>();
      expectTypeOf(req.headers.etag).toEqualTypeOf<string>();
      expectTypeOf(res.locals).toBeObject();
      expectTypeOf(next).toEqualTypeOf<express.NextFunction>();
      fail.article_not_found({ articleId: req.params.id }, { cause: new Error() });
      // @ts-expect-error - its data is missing
      fail.article_not_found();
      // @ts-expect-error - not declared here
      fail.article_gone();
      // @ts-expect-error - not declared here
      fail.c();
      // @ts-expect-error - a method of the catalog
      fail.snapshot();
    }),
  );
  app.get(
    "/articles/:id",
    operation({ errors: pickErrors(errors, "article_gone") }).handler((req, res, fail) => {
      expectTypeOf(req.params).toEqualTypeOf<{ id: string }>();
      expectTypeOf(fail.article_gone).toEqualTypeOf(errors.article_gone);
      // @ts-expect-error - not picked
      fail.article_not_found({ articleId: "1" });
      res.json({});
    }),
  );
  app.get(
    "/articles",
    operation({ summary: "List" }).handler((_req, _res, fail) => {
      expectTypeOf<keyof typeof fail>().toBeNever();
    }),
  );
});

it("picks codes that the catalog has", () => {
  const picked = pickErrors(errors, "article_not_found");
  expectTypeOf(picked.article_not_found).toEqualTypeOf(errors.article_not_found);
  // @ts-expect-error - not picked
  void picked.article_gone;
  // @ts-expect-error - no code of the catalog
  pickErrors(errors, "article_god");
  // @ts-expect-error - a method of the catalog
  pickErrors(errors, "snapshot");
});

it("narrows the problems of a call to the errors of its operation", async () => {
  const result = await safe(fetch("/articles/1"), pickErrors(errors, "article_not_found"));
  if (result.ok || !result.problem.known) return;
  expectTypeOf(result.problem.code).toEqualTypeOf<"article_not_found">();
  expectTypeOf(result.problem.articleId).toEqualTypeOf<string>();
});

it("accepts the codes of the catalog", () => {
  problemResponses(errors, "article_not_found", "article_gone");
  // @ts-expect-error - no code of the catalog
  problemResponses(errors, "article_god");
  // @ts-expect-error - a method of the catalog
  problemResponses(errors, "snapshot");
});

it("accepts apps, routers and catalogs", () => {
  openapi(app, { info, errors });
  openapi(express.Router(), { info, errors, mounts: { "/admin": app } });
  problemComponents(errors, { validationStatus: 422 });
  // @ts-expect-error - no info
  openapi(app, { errors });
  // @ts-expect-error - no catalog
  problemComponents({});
});

it("reads the records of a reporter", () => {
  assertDeclaredErrors(recordingReporter().records);
});
