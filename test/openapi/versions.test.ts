import express from "express";
import { asyncHandler, type Guard, validate } from "express-backstop";
import { openapi, operation, secured } from "express-backstop/openapi";
import { errorEnvelope } from "express-backstop/serializers";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { toSchema30 } from "../../src/openapi/to-schema-3-0.ts";
import { mistakesIn } from "../openapi-tools/validate.ts";
import {
  bearer,
  createDescribedApp,
  describeApp,
  errors,
  signedIn,
} from "../support/described-app.ts";

const pass: Guard = (_req, _res, next) => next();

describe.each(["3.0", "3.1", "3.2"] as const)("OpenAPI %s", (version) => {
  it.each([
    ["plain problems", {}],
    ["guidance", { guidance: true }],
    ["a serializer", { serialize: errorEnvelope() }],
  ])("is valid with %s", async (_what, options) => {
    const document = describeApp({ openapi: version, ...options });

    expect(document.openapi).toMatch(new RegExp(`^${version}\\.`));
    expect(await mistakesIn(document)).toBeUndefined();
  });

  it("tells the errors of a route apart by their codes", () => {
    const schemas = describeApp({ openapi: version }).components.schemas;
    const code = schemas["ArticleGoneProblem"]?.properties?.["code"];

    expect(code).toEqual(
      version === "3.0"
        ? { type: "string", enum: ["article_gone"] }
        : { type: "string", const: "article_gone" },
    );
    expect(schemas["ArticleGoneProblem"]).toMatchObject({ deprecated: true });
  });
});

it("leaves examples alone, whose members may have the names of keywords", () => {
  const app = express();
  const value = { schema: { const: 1 } };
  app.get(
    "/a",
    operation({
      responses: {
        200: {
          description: "A schema",
          content: { "application/json": { schema: { const: 1 }, examples: { one: { value } } } },
        },
      },
    }),
    (_req, res) => res.end(),
  );

  const { paths } = openapi(app, { info: { title: "A", version: "1" }, errors, openapi: "3.0" });

  expect(paths["/a"]?.["get"]?.responses["200"]).toEqual({
    description: "A schema",
    content: { "application/json": { schema: { enum: [1] }, examples: { one: { value } } } },
  });
});

it("is 3.1 unless another version is chosen", () => {
  expect(describeApp({}).openapi).toBe("3.1.1");
  expect(() => describeApp({ openapi: "3.0.3" as never })).toThrow(
    'openapi: openapi must be "3.0", "3.1" or "3.2", got "3.0.3".',
  );
});

describe("the security of a guard", () => {
  it("is that of each route behind it, with its errors, and the document has the scheme", () => {
    const { paths, components } = describeApp({});
    const post = paths["/articles/{id}"]?.["post"];

    expect(components["securitySchemes"]).toEqual({ bearer });
    expect(post).toMatchObject({ security: [{ bearer: [] }] });
    expect(Object.keys(post?.responses ?? {})).toEqual(
      expect.arrayContaining(["401", "403", "410"]),
    );
    expect(paths["/articles"]?.["get"]).not.toHaveProperty("security");
  });

  it("adds up over several guards, and an operation has the last word", () => {
    const app = express();
    const admin = secured(pass, {
      schemes: { oauth: { type: "oauth2", flows: {} } },
      scopes: { oauth: ["admin"] },
    });
    app.use("/admin", signedIn);
    app.get("/admin/articles", admin, (_req, res) => res.end());
    app.get("/admin/health", operation({ security: [] }), (_req, res) => res.end());

    const { paths } = openapi(app, { info: { title: "A", version: "1" }, errors });

    expect(paths["/admin/articles"]?.["get"]?.["security"]).toEqual([
      { bearer: [], oauth: ["admin"] },
    ]);
    expect(paths["/admin/health"]?.["get"]?.["security"]).toEqual([]);
  });

  it("is refused if a name has two schemes, or what is described is not a guard", () => {
    const app = express();
    app.get(
      "/a",
      signedIn,
      secured(pass, { schemes: { bearer: { type: "apiKey" } } }),
      (_req, res) => res.end(),
    );

    expect(() => openapi(app, { info: { title: "A", version: "1" }, errors })).toThrow(
      'openapi: GET /a has a guard with another security scheme "bearer" than the rest of the document. Write another name.',
    );
    expect(() =>
      openapi(createDescribedApp(), {
        info: { title: "A", version: "1" },
        errors,
        components: { securitySchemes: { bearer: { type: "http", scheme: "basic" } } },
      }),
    ).toThrow("another security scheme");
    const make = (...given: readonly unknown[]): unknown =>
      Reflect.apply(secured, undefined, given);
    expect(() => make(7, { schemes: {} })).toThrow("secured: guard must be a function, got 7.");
    expect(() => make((_a: 1, _b: 2, _c: 3, _d: 4) => {}, { schemes: {} })).toThrow(
      "secured: guard has 4 parameters",
    );
    expect(() => make(pass, {})).toThrow("secured: schemes must be an object of security schemes");
    expect(() => make(pass, { schemes: { a: 1 } })).toThrow("secured: schemes must be");
    expect(() => make(pass, { schemes: {}, errors: ["x"] })).toThrow(
      "secured: errors[0] must be an error",
    );
    expect(() => make(pass, { schemes: {}, scopes: { a: "b" } })).toThrow(
      "secured: scopes must be",
    );
  });

  it("keeps the types of the handlers after it", () => {
    const app = express();
    app.get(
      "/:id",
      signedIn,
      validate({ query: z.object({ page: z.coerce.number() }) }),
      asyncHandler(async (req) => {
        req.query.page satisfies number;
        req.params.id satisfies string;
      }),
    );
    expect(app).toBeDefined();
  });
});

describe("a schema of OpenAPI 3.0", () => {
  it.each([
    [{ const: 1 }, { enum: [1] }],
    [{ const: null }, { enum: [null] }],
    [{ type: ["string", "null"] }, { type: "string", nullable: true }],
    [{ type: "null" }, { nullable: true, enum: [null] }],
    [
      { type: ["string", "array"] },
      { items: {}, anyOf: [{ type: "string" }, { type: "array", items: {} }] },
    ],
    [
      { anyOf: [{ type: "string" }, { type: "null" }] },
      { anyOf: [{ type: "string", nullable: true }] },
    ],
    [
      { anyOf: [{ $ref: "#/a" }, { type: "null" }] },
      { anyOf: [{ $ref: "#/a" }, { enum: [null], nullable: true }] },
    ],
    [
      { anyOf: [{ type: "string", enum: ["a", "b"] }, { type: "null" }] },
      { anyOf: [{ type: "string", enum: ["a", "b", null], nullable: true }] },
    ],
    [
      { anyOf: [{ type: "string", const: "a" }, { type: "number" }, { type: "null" }] },
      {
        anyOf: [
          { type: "string", enum: ["a", null], nullable: true },
          { type: "number", nullable: true },
        ],
      },
    ],
    [
      { anyOf: [{ type: ["string", "null"], enum: ["a", null] }, { type: "null" }] },
      { anyOf: [{ type: "string", enum: ["a", null], nullable: true }] },
    ],
    [
      { oneOf: [{ type: "string", const: "a" }, { type: "null" }] },
      { oneOf: [{ type: "string", enum: ["a", null], nullable: true }] },
    ],
    [
      { oneOf: [{ type: "string" }, { type: "number" }, { type: "null" }] },
      { oneOf: [{ type: "string" }, { type: "number" }, { enum: [null], nullable: true }] },
    ],
    [{ exclusiveMinimum: 1 }, { minimum: 1, exclusiveMinimum: true }],
    [{ exclusiveMinimum: 1, minimum: 2 }, { minimum: 2 }],
    [
      { exclusiveMaximum: 1, maximum: 9 },
      { maximum: 1, exclusiveMaximum: true },
    ],
    [{ prefixItems: [{ const: 1 }], items: false }, { items: { anyOf: [{ enum: [1] }] } }],
    [{ prefixItems: [{ const: 1 }] }, { items: { anyOf: [{ enum: [1] }, {}] } }],
    [{ type: "array" }, { type: "array", items: {} }],
    [{ examples: [1, 2] }, { example: 1 }],
    [{ required: [] }, {}],
    [
      { $ref: "#/a", description: "d" },
      { description: "d", allOf: [{ $ref: "#/a" }] },
    ],
    [{ $ref: "#/a" }, { $ref: "#/a" }],
    [true, {}],
    [false, { not: {} }],
    [{ patternProperties: { a: {} }, additionalProperties: false }, {}],
    [{ additionalProperties: { const: 1 } }, { additionalProperties: { enum: [1] } }],
    [
      { properties: { const: { const: 1 }, __proto__x: true } },
      { properties: { const: { enum: [1] }, __proto__x: {} } },
    ],
    [{ propertyNames: {}, $comment: "c", if: {}, "x-y": 1 }, { "x-y": 1 }],
    [
      { default: { const: 1 }, enum: [{ const: 1 }] },
      { default: { const: 1 }, enum: [{ const: 1 }] },
    ],
    [{ toString: 1, constructor: 2 }, {}],
  ])("is, of %j, %j", (schema, expected) => {
    expect(toSchema30(schema)).toEqual(expected);
  });
});
