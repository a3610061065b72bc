import { type } from "arktype";
import express, { type Express, type RequestHandler } from "express";
import { defineErrors, validate } from "express-backstop";
import { builtInErrors } from "express-backstop/catalog";
import { openapi, operation, type OpenApiOptions } from "express-backstop/openapi";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { z as z3 } from "zod3";
import { mistakesIn } from "../openapi-tools/validate.ts";

const info = { title: "Articles", version: "1.0.0" };
const errors = defineErrors({
  article_not_found: {
    status: 404,
    title: "Article not found",
    data: z.object({ articleId: z.string() }),
  },
  author_not_found: { status: 404, title: "Author not found" },
});
const answer = (_req: unknown, res: unknown): void => void res;

/** Describes an app, and makes sure that the document is valid. */
async function describeApp(
  mount: (app: Express) => unknown,
  options: Partial<OpenApiOptions> = {},
): Promise<ReturnType<typeof openapi>> {
  const app = express().set("query parser", "extended");
  mount(app);
  const document = openapi(app, { info, errors, ...options });
  expect(await mistakesIn(document)).toBeUndefined();
  return document;
}

/** Describes an app of one route. */
async function describeRoute(...handlers: ((...args: never[]) => unknown)[]): Promise<{
  readonly operation: Readonly<Record<string, unknown>>;
  readonly schemas: Readonly<Record<string, unknown>>;
}> {
  const { paths, components } = await describeApp((app) => {
    for (const handler of handlers) app.post("/a/:id", handler as RequestHandler);
  });
  return { operation: paths["/a/{id}"]?.["post"] ?? {}, schemas: components.schemas };
}

describe("the request of an operation", () => {
  it("has the schemas of validate, part by part", async () => {
    const { operation } = await describeRoute(
      validate(
        {
          params: z.object({
            id: z.coerce.number().int().describe("Its number"),
            other: z.string(),
          }),
          query: z.object({
            page: z.coerce.number().default(1),
            filter: z.object({ tag: z.string() }).optional(),
          }),
          headers: z.object({ "if-match": z.string(), authorization: z.string() }),
          cookies: z.object({ theme: z.enum(["dark", "light"]).optional() }),
          signedCookies: z.object({ session: z.uuid() }),
          body: z.object({ title: z.string().trim().min(1), at: z.coerce.date() }),
        },
        { revealRules: ["cookies"] },
      ),
    );

    expect(operation).toMatchObject({
      parameters: [
        {
          name: "id",
          in: "path",
          required: true,
          description: "Its number",
          schema: { type: "integer" },
        },
        { name: "page", in: "query", schema: { type: "number", default: 1 } },
        { name: "filter", in: "query", style: "deepObject", explode: true },
        { name: "if-match", in: "header", required: true },
        { name: "theme", in: "cookie", schema: { enum: ["dark", "light"] } },
        // Its schema is of the value without the signature.
        { name: "session", in: "cookie", required: true, schema: { type: "string" } },
      ],
      requestBody: {
        required: true,
        content: {
          "application/json": {
            schema: {
              properties: {
                title: { type: "string", minLength: 1 },
                at: { type: "string", format: "date-time" },
              },
              required: ["title", "at"],
            },
          },
        },
      },
    });
    expect(operation["parameters"]).toHaveLength(6);
    expect(JSON.stringify(operation["parameters"])).not.toContain("uuid");
  });

  // fault: secret-in-a-document
  it("has no values of schemas of headers and cookies, unless their rules are revealed", async () => {
    const secrets = z.object({
      "x-key": z.literal("s3cr3t"),
      "x-kind": z.enum(["s3cr3t", "other"]).default("s3cr3t"),
      "x-prefix": z.string().startsWith("s3cr3t").describe("Its prefix"),
      "x-either": z.union([z.literal("s3cr3t"), z.templateLiteral(["s3cr3t", z.number()])]),
      "x-id": z.uuid().optional(),
    });
    const hidden = validate({ headers: secrets, cookies: secrets });
    const revealed = validate({ headers: secrets }, { revealRules: ["headers"] });

    const { operation } = await describeRoute(hidden);
    const { operation: open } = await describeRoute(revealed);

    expect(JSON.stringify([operation, hidden.jsonSchemas()])).not.toContain("s3cr3t");
    expect(operation["parameters"]).toContainEqual({
      name: "x-prefix",
      in: "header",
      required: true,
      description: "Its prefix",
      // The name that zod has for the rule.
      schema: { type: "string", format: "starts_with" },
    });
    expect(hidden.jsonSchemas().headers).toMatchObject({
      required: ["x-key", "x-prefix", "x-either"],
      properties: { "x-key": { type: "string" }, "x-id": { type: "string", format: "uuid" } },
    });
    expect(JSON.stringify(open)).toContain("s3cr3t");
    expect(JSON.stringify(revealed.jsonSchemas())).toContain("s3cr3t");
  });

  it("has the media types of the body, which is optional if its schema accepts undefined", async () => {
    const body = z.object({ title: z.string() }).optional();

    const { operation } = await describeRoute(
      validate({ body }, { accept: ["application/x-www-form-urlencoded", "multipart/form-data"] }),
    );

    expect(operation["requestBody"]).toEqual({
      content: {
        "application/x-www-form-urlencoded": { schema: expect.any(Object) },
        "multipart/form-data": { schema: expect.any(Object) },
      },
    });
  });

  it("has path parameters that no schema describes", async () => {
    const { operation } = await describeRoute(answer);

    expect(operation).toEqual({
      operationId: "postAById",
      parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }],
      responses: { default: { $ref: "#/components/responses/Problem" } },
    });
  });
});

describe("the schemas", () => {
  const Author = z.object({ name: z.string() }).meta({ id: "Author" });

  it("are components where they have an id, once for each side that differs", async () => {
    const Article = z
      .object({ title: z.string(), author: Author, tags: z.array(z.string()).default([]) })
      .meta({ id: "Article" });

    const { operation, schemas } = await describeRoute(
      validate({
        body: Article,
        response: { 200: z.object({ items: z.array(Article) }), 201: Article },
      }),
    );

    expect(operation).toMatchObject({
      requestBody: {
        content: { "application/json": { schema: { $ref: "#/components/schemas/Article" } } },
      },
      responses: {
        200: {
          description: "OK",
          content: {
            "application/json": {
              schema: {
                properties: {
                  items: { items: { $ref: "#/components/schemas/ArticleOutput" } },
                },
              },
            },
          },
        },
        201: {
          description: "Created",
          content: {
            "application/json": { schema: { $ref: "#/components/schemas/ArticleOutput" } },
          },
        },
      },
    });
    expect(schemas).toMatchObject({
      Article: {
        properties: { author: { $ref: "#/components/schemas/Author" } },
        required: ["title", "author"],
      },
      ArticleOutput: {
        properties: { author: { $ref: "#/components/schemas/Author" } },
        required: ["title", "author", "tags"],
      },
      Author: { properties: { name: { type: "string" } } },
    });
    expect(Object.keys(schemas).filter((key) => key.startsWith("A"))).toHaveLength(3);
    expect(JSON.stringify(schemas)).not.toContain('"additionalProperties":false');
  });

  it("may refer to themselves", async () => {
    const Tree = z.object({
      name: z.string(),
      get children() {
        return z.array(Tree);
      },
    });
    const { operation, schemas } = await describeRoute(
      validate({ body: Tree, response: { 200: z.array(Tree) } }),
    );

    const $ref = "#/components/schemas/postAByIdBody";
    expect(operation["requestBody"]).toMatchObject({
      content: { "application/json": { schema: { $ref } } },
    });
    expect(schemas["postAByIdBody"]).toMatchObject({
      properties: { children: { items: { $ref } } },
    });
    // No reference is left that only held within the schema itself.
    expect(JSON.stringify([operation, schemas])).not.toMatch(/"\$ref":"#(?!\/components\/)/);
  });

  it("keep different schemas apart that a library gives the same name", async () => {
    const listOf = <Leaf extends z.ZodType>(leaf: Leaf) => {
      const Branch = z.object({
        get leaves() {
          return z.array(Twig);
        },
      });
      const Twig = z.object({
        leaf,
        get branches(): z.ZodArray<z.ZodType> {
          return z.array(Branch);
        },
        get twigs(): z.ZodArray<z.ZodType> {
          return z.array(Twig);
        },
      });
      return z.array(Branch);
    };

    const { schemas } = await describeRoute(
      validate({ response: { 200: listOf(z.string()), 201: listOf(z.number()) } }),
    );

    const made = Object.keys(schemas).filter((key) => key.startsWith("__"));
    expect(made).toHaveLength(4);
  });

  it("of parameters may be components or intersections", async () => {
    const { operation } = await describeRoute(
      validate({
        query: z.object({ page: z.string() }).meta({ id: "Page" }),
        headers: z.intersection(
          z.object({ a: z.string() }),
          z.object({ b: z.string().optional() }),
        ),
      }),
    );

    expect(operation["parameters"]).toEqual([
      { name: "id", in: "path", required: true, schema: { type: "string" } },
      { name: "page", in: "query", required: true, schema: { type: "string" } },
      { name: "a", in: "header", required: true, schema: { type: "string" } },
      { name: "b", in: "header", schema: { type: "string" } },
    ]);
  });

  it("are added to the app's own components", async () => {
    const document = await describeApp(
      (app) => app.post("/a", validate({ body: Author }), answer),
      {
        components: {
          schemas: { Author: { type: "string" } },
          securitySchemes: { key: { type: "apiKey", name: "key", in: "header" } },
        },
      },
    );

    expect(document.components).toMatchObject({
      schemas: { Author: { type: "string" }, AuthorInput: { type: "object" } },
      securitySchemes: { key: { in: "header" } },
      responses: { Problem: {} },
    });
  });

  it.each([
    [
      "valibot",
      v.object({ title: v.string() }),
      "valibot cannot convert this schema to JSON Schema.",
    ],
    ["zod 3", z3.object({ title: z3.string() }), "zod cannot convert this schema to JSON Schema."],
  ])("of %s, which has no JSON Schema, accept anything and say so", async (_what, body, said) => {
    const { operation } = await describeRoute(validate({ body, query: body }));

    expect(operation["requestBody"]).toEqual({
      content: { "application/json": { schema: { description: said } } },
      required: true,
    });
  });

  it("of arktype are described by it", async () => {
    const { operation } = await describeRoute(validate({ body: type({ title: "string >= 1" }) }));

    expect(operation["requestBody"]).toMatchObject({
      content: { "application/json": { schema: { properties: { title: { minLength: 1 } } } } },
    });
  });

  it("accept anything in the one place that JSON Schema cannot express", async () => {
    const { operation } = await describeRoute(
      validate({ response: { 200: z.object({ at: z.date(), size: z.bigint(), id: z.uuid() }) } }),
    );

    expect(operation["responses"]).toMatchObject({
      200: {
        content: {
          "application/json": {
            schema: {
              properties: {
                at: { type: "string", format: "date-time" },
                size: {},
                id: { format: "uuid" },
              },
            },
          },
        },
      },
    });
  });
});

describe("the problems of an operation", () => {
  const { article_not_found, author_not_found } = errors;

  it("are those it declares, by status and distinguished by code, and any other", async () => {
    const { operation: described, schemas } = await describeRoute(
      operation({ errors: [article_not_found, author_not_found, builtInErrors.conflict] }),
    );

    expect(described["responses"]).toEqual({
      404: {
        description:
          "Article not found (`article_not_found`), Author not found (`author_not_found`)",
        content: {
          "application/problem+json": {
            examples: {
              article_not_found: expect.any(Object),
              author_not_found: expect.any(Object),
            },
            schema: {
              oneOf: [
                { $ref: "#/components/schemas/ArticleNotFoundProblem" },
                { $ref: "#/components/schemas/AuthorNotFoundProblem" },
              ],
              discriminator: {
                propertyName: "code",
                mapping: {
                  article_not_found: "#/components/schemas/ArticleNotFoundProblem",
                  author_not_found: "#/components/schemas/AuthorNotFoundProblem",
                },
              },
            },
          },
        },
      },
      409: {
        description: "Conflict (`conflict`)",
        content: {
          "application/problem+json": {
            examples: { conflict: expect.any(Object) },
            schema: { $ref: "#/components/schemas/ConflictProblem" },
          },
        },
      },
      default: { $ref: "#/components/responses/Problem" },
    });
    expect(Object.keys(schemas)).toEqual([
      "FieldError",
      "Problem",
      "ArticleNotFoundProblem",
      "AuthorNotFoundProblem",
      "ConflictProblem",
    ]);
  });

  it.each([
    ["a body", { body: z.string() }, ["400", "413", "415", "default"]],
    ["another part", { query: z.object({}) }, ["400", "default"]],
    ["only responses", { response: { 200: z.string() } }, ["200", "default"]],
  ])("include those of a validate that checks %s", async (_what, schemas, statuses) => {
    const { operation } = await describeRoute(validate(schemas));

    expect(Object.keys(operation["responses"] as object)).toEqual(statuses);
  });

  it("have the status and the type base of the error handler", async () => {
    const document = await describeApp(
      (app) =>
        app.post(
          "/a",
          operation({ errors: [article_not_found] }),
          validate({ query: z.object({}) }),
        ),
      { validationStatus: 422, typeBase: "https://api.example.com/problems/", guidance: true },
    );
    const content = document.paths["/a"]?.["post"]?.responses["404"];

    expect(JSON.stringify(content)).toContain(
      '"retryable":false,"category":"not_found","docs":"https://api.example.com/problems/article_not_found"',
    );

    expect(Object.keys(document.paths["/a"]?.["post"]?.responses ?? {})).toEqual([
      "404",
      "422",
      "default",
    ]);
    expect(document.components.schemas["ValidationFailedProblem"]).toMatchObject({
      properties: {
        status: { const: 422 },
        type: { const: "https://api.example.com/problems/validation_failed" },
      },
    });
  });
});

describe("what an operation says of itself", () => {
  it("replaces what was derived from the route", async () => {
    const { operation: described } = await describeRoute(
      operation({
        operationId: "readArticle",
        summary: "Read an article",
        description: "It is *cached*.",
        deprecated: true,
        security: [],
        externalDocs: { url: "https://example.com" },
        parameters: [{ name: "id", in: "path", required: true, schema: { type: "integer" } }],
        responses: { 204: { description: "Nothing to see" }, 400: { description: "No" } },
        "x-internal": true,
      }),
      validate({ params: z.object({ id: z.string() }), query: z.object({ full: z.string() }) }),
    );

    expect(described).toEqual({
      operationId: "readArticle",
      summary: "Read an article",
      description: "It is *cached*.",
      deprecated: true,
      security: [],
      externalDocs: { url: "https://example.com" },
      parameters: [
        { name: "full", in: "query", required: true, schema: { type: "string" } },
        { name: "id", in: "path", required: true, schema: { type: "integer" } },
      ],
      responses: {
        204: { description: "Nothing to see" },
        400: { description: "No" },
        default: { $ref: "#/components/responses/Problem" },
      },
      "x-internal": true,
    });
  });

  it("sets its id, which otherwise is a unique one made of method and path", async () => {
    const { paths } = await describeApp((app) => {
      app.get("/", answer);
      app.get("/a-b", answer);
      app.get("/a_b", answer);
      app.get("/users/:id/posts{/:post}", operation({ operationId: "readPosts" }), answer);
    });

    expect(Object.values(paths).map((item) => item["get"]?.operationId)).toEqual([
      "getRoot",
      "getAB",
      "getAB2",
      "readPosts",
      "getUsersByIdPosts",
    ]);
  });
});

describe("what cannot be described", () => {
  const app = express().get("/a", operation({ errors: [builtInErrors.gone] }));
  const twice = express()
    .get("/a", operation({ operationId: "read" }), answer)
    .get("/b", operation({ operationId: "read" }), answer);
  const other = defineErrors({ article_not_found: { status: 410, title: "Gone" } });
  const foreign = express().get("/a", operation({ errors: [other.article_not_found] }));
  const given = { info, errors };

  it.each<[what: string, make: () => unknown, message: string]>([
    [
      "no app",
      () => openapi({}, given),
      "openapi: app must be an app or a router, got a value of type object.",
    ],
    [
      "no options",
      () => openapi(app, undefined as never),
      "openapi: options must be an object, got undefined.",
    ],
    [
      "a catalog that is missing",
      () => openapi(app, { info } as never),
      "openapi: errors must be a catalog such as defineErrors({ … }), or builtInErrors of express-backstop/catalog, got undefined.",
    ],
    [
      "no info",
      () => openapi(app, { errors } as never),
      "openapi: info must be an object with title and version",
    ],
    [
      "an info without version",
      () => openapi(app, { errors, info: { title: "A" } as never }),
      "openapi: info must be an object with title and version",
    ],
    [
      "an unknown option",
      () => openapi(app, { ...given, path: "/" } as never),
      'openapi: unknown option "path". Write one of info, errors,',
    ],
    [
      "no mounts",
      () => openapi(app, { ...given, mounts: { "/a": "b" } as never }),
      "openapi: mounts must be an object of apps by path",
    ],
    [
      "another status",
      () => openapi(app, { ...given, validationStatus: 409 as never }),
      "openapi: validationStatus must be 400 or 422, got 409.",
    ],
    [
      "a name that is taken",
      () => openapi(twice, given),
      'openapi: GET /b has the operationId "read" of another operation.',
    ],
    [
      "an error of another catalog",
      () => openapi(foreign, given),
      'openapi: GET /a declares "article_not_found" with status 410, which the catalog does not have.',
    ],
    [
      "a member of no operation",
      () => operation({ sumary: "A" } as never),
      'operation: unknown option "sumary". Write one of errors, hidden, summary,',
    ],
    [
      "no text",
      () => operation({ summary: 7 as never }),
      "operation: summary must be a string, got 7.",
    ],
    [
      "no tags",
      () => operation({ tags: [7] as never }),
      "operation: tags must be an array of strings, got [7].",
    ],
    [
      "no details",
      () => operation(undefined as never),
      "operation: details must be an object, got undefined.",
    ],
    [
      "a misspelt error",
      () => operation({ errors: [(errors as never)["article_gone"]] }),
      "operation: errors[0] must be an error of a catalog, got undefined. Write errors.article_not_found, without calling it.",
    ],
    [
      "an error instead of its factory",
      () => operation({ errors: [errors.author_not_found()] }),
      "operation: errors[0] must be an error of a catalog, got a value of type object.",
    ],
  ])("is refused at start: %s", (_what, make, message) => {
    expect(make).toThrow(TypeError);
    expect(make).toThrow(message);
  });
});
