import express, { type Express } from "express";
import { defineErrors, type Guard, validate } from "express-backstop";
import { builtInErrors } from "express-backstop/catalog";
import { openapi, type OpenApiOptions, operation, secured } from "express-backstop/openapi";
import { z } from "zod";

/** The errors of the app. */
export const errors = defineErrors(
  {
    article_gone: {
      status: 410,
      title: "Article gone",
      data: z.object({ articleId: z.string(), size: z.number().gt(0).nullable() }),
      replacedBy: "gone",
    },
  },
  { extend: builtInErrors },
);

/** The security scheme of the app. */
export const bearer = { type: "http", scheme: "bearer" };

const pass: Guard = (_req, _res, next) => next();

/** The guard of the route that writes. */
export const signedIn = secured(pass, {
  schemes: { bearer },
  errors: [errors.unauthorized, errors.forbidden],
});

const Category: z.ZodType = z
  .object({
    name: z.string(),
    get parent() {
      return Category.optional();
    },
  })
  .meta({ id: "Category" });
const Article = z
  .object({
    kind: z.literal("article"),
    title: z.string().min(1).nullable(),
    place: z.tuple([z.number(), z.number()]),
    rating: z.number().gt(0).lt(10),
    either: z.union([z.string(), z.number(), z.null()]),
    tags: z.record(z.string(), z.string().nullable()),
    category: Category.nullable(),
  })
  .meta({ id: "Article", examples: [{ kind: "article" }] });

/** Creates an app whose schemas have what versions of OpenAPI write in different ways. */
export function createDescribedApp(): Express {
  const app = express();
  app.post(
    "/articles/:id",
    signedIn,
    validate({
      body: Article,
      query: z.object({ page: z.coerce.number().int().gt(0).optional() }),
      response: { 201: Article },
    }),
    operation({ errors: [errors.article_gone] }).handler((_req, res) => res.end()),
  );
  app.get("/articles", operation({ errors: [errors.article_gone, errors.gone] }), (_req, res) =>
    res.end(),
  );
  return app;
}

/** Returns the OpenAPI document of the app. */
export const describeApp = (options: Partial<OpenApiOptions>) =>
  openapi(createDescribedApp(), {
    info: {
      title: "Articles",
      version: "1.0.0",
      summary: "Short",
      license: { name: "MIT", identifier: "MIT" },
    },
    errors,
    ...options,
  });
