import { validate } from "express-backstop";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { componentRegistry } from "../../src/openapi/component-registry.ts";
import { toParameters, toRequestBody, type Validator } from "../../src/openapi/request-parts.ts";
import type { FoundRoute } from "../../src/openapi/routes.ts";

const text = { type: "string" };
const validator = (...args: Parameters<typeof validate>): Validator => validate(...args);

function routeWith(names: readonly string[], known = names): FoundRoute {
  const template = names.map((name) => `/{${name}}`).join("");
  const path = { template, examplePath: "/1", names };
  return { method: "get", path, names: known, handlers: [] };
}

const parametersOf = (validators: readonly Validator[], route = routeWith([])) =>
  toParameters(validators, route, componentRegistry(), "read");

describe("the parameters of an operation", () => {
  it("are first those of the path in its order, then query, headers and cookies", () => {
    const everything = validator({
      cookies: z.object({ c: z.string() }),
      headers: z.object({ h: z.string() }),
      query: z.object({ q: z.string() }),
      params: z.object({ second: z.string(), first: z.string() }),
    });

    const parameters = parametersOf([everything], routeWith(["first", "second"]));

    expect(parameters.map(({ in: location, name }) => `${location} ${name}`)).toEqual([
      "path first",
      "path second",
      "query q",
      "header h",
      "cookie c",
    ]);
  });

  it("of the path are always required, and have the names of the document", () => {
    const params = validator({ params: z.object({ slug: z.email().optional() }) });

    expect(parametersOf([params], routeWith(["id"], ["slug"]))).toEqual([
      {
        name: "id",
        in: "path",
        required: true,
        schema: expect.objectContaining({ format: "email" }),
      },
    ]);
  });

  it("leave out members of a schema that the path does not have", () => {
    const params = validator({ params: z.object({ other: z.string() }) });

    expect(parametersOf([params], routeWith(["id"]))).toEqual([
      { name: "id", in: "path", required: true, schema: text },
    ]);
  });

  it.each(["accept", "content-type", "authorization"])(
    "leave out the header %s, which OpenAPI describes elsewhere, but not such a query",
    (name) => {
      const shape = z.object({ [name]: z.string() });

      expect(parametersOf([validator({ headers: shape })])).toEqual([]);
      expect(parametersOf([validator({ query: shape })])).toMatchObject([{ name, in: "query" }]);
    },
  );

  it("are those of the first validator, which checks what the client sent", () => {
    const first = validator({ query: z.object({ a: z.string() }) });
    const second = validator({ query: z.object({ a: z.number(), b: z.string().optional() }) });

    expect(parametersOf([first, second])).toEqual([
      { name: "a", in: "query", required: true, schema: text },
      { name: "b", in: "query", schema: text },
    ]);
  });

  it("have the description outside of their schema", () => {
    const query = validator({ query: z.object({ page: z.string().describe("The page") }) });

    expect(parametersOf([query])).toEqual([
      { name: "page", in: "query", description: "The page", required: true, schema: text },
    ]);
  });

  it("have the style of qs for objects in the query alone", () => {
    const shape = z.object({ filter: z.object({ tag: z.string() }) });

    expect(parametersOf([validator({ query: shape })])).toMatchObject([
      { style: "deepObject", explode: true },
    ]);
    expect(parametersOf([validator({ headers: shape })])[0]).not.toHaveProperty("style");
  });
});

describe("the request body of an operation", () => {
  const body = z.object({ title: z.string() });
  const bodyOf = (...validators: Validator[]) =>
    toRequestBody(validators, componentRegistry(), "save");

  it("is absent without a schema of the body", () => {
    expect(bodyOf()).toBeUndefined();
    expect(bodyOf(validator({ query: body }))).toBeUndefined();
  });

  it("has the schema of the first validator under each of its media types", () => {
    const first = validator({ body }, { accept: ["application/json", "text/json"] });

    expect(bodyOf(first, validator({ body: z.string() }))).toMatchObject({
      required: true,
      content: {
        "application/json": { schema: { properties: { title: text } } },
        "text/json": { schema: { properties: { title: text } } },
      },
    });
  });

  it.each<[string, z.ZodType, boolean]>([
    ["a schema", body, true],
    ["an optional schema", body.optional(), false],
    ["a schema with a default", body.default({ title: "" }), false],
    ["a schema that is checked later", body.refine(async () => true), true],
    ["a schema that throws", z.custom(() => expect.fail()), true],
  ])("for %s is required: %s", (_what, schema, required) => {
    const described = bodyOf(validator({ body: schema })) as { required?: true };

    expect(described.required ?? false).toBe(required);
  });

  it("is optional as soon as one of several validators accepts none", () => {
    const optional = validator({ body: body.optional() });

    expect(bodyOf(validator({ body }), optional)).not.toHaveProperty("required");
  });
});
