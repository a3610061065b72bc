import { defineErrors } from "express-backstop";
import { builtInErrors } from "express-backstop/catalog";
import { type ProblemFormat, problemResponses } from "express-backstop/openapi";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { AnyErrorFactory } from "../../src/catalog/error-factory.ts";
import { componentRegistry } from "../../src/openapi/component-registry.ts";
import {
  addProblemOf,
  checkCatalog,
  factoriesOf,
  problemName,
} from "../../src/openapi/problem-schemas.ts";

const { article_not_found, hold } = defineErrors({
  article_not_found: { status: 404, title: "Article not found", description: "It is gone." },
  hold: {
    status: 409,
    title: "On hold",
    data: z.union([z.object({ until: z.string() }), z.object({ by: z.string() })]),
  },
});

describe("problemName", () => {
  it.each([
    ["conflict", "ConflictProblem"],
    ["article_not_found", "ArticleNotFoundProblem"],
    ["a_1", "A_1Problem"],
    ["a1", "A1Problem"],
    ["http_404", "Http_404Problem"],
  ])("of %s is %s", (code, name) => {
    expect(problemName(code)).toBe(name);
  });

  it("is another one for each code", () => {
    const codes = fc.stringMatching(/^[a-z][a-z0-9]{0,3}(_[a-z0-9]{1,3}){0,3}$/);

    fc.assert(
      fc.property(codes, codes, (one, other) => {
        fc.pre(one !== other);
        expect(problemName(one)).not.toBe(problemName(other));
      }),
      { numRuns: 1000 },
    );
  });
});

describe("addProblemOf", () => {
  const schemaOf = (factory: AnyErrorFactory, options: ProblemFormat = {}) => {
    const registry = componentRegistry();
    const { $ref } = addProblemOf(factory, registry, options);
    return registry.schemas[String($ref).split("/").at(-1) ?? ""];
  };

  it("registers a schema with the constants of the code, beside those that any problem has", () => {
    const registry = componentRegistry();

    const reference = addProblemOf(article_not_found, registry, {});

    expect(reference).toEqual({ $ref: "#/components/schemas/ArticleNotFoundProblem" });
    expect(Object.keys(registry.schemas)).toEqual([
      "FieldError",
      "Problem",
      "ArticleNotFoundProblem",
    ]);
    expect(registry.schemas["ArticleNotFoundProblem"]).toMatchObject({
      type: "object",
      title: "Article not found",
      description: "It is gone.",
      properties: {
        type: { type: "string", const: "/problems/article_not_found" },
        title: { type: "string" },
        status: { type: "integer", const: 404 },
        code: { type: "string", const: "article_not_found" },
        requestId: { type: "string" },
      },
      required: ["type", "title", "status", "code"],
    });
  });

  it("has the status and the type base of the error handler", () => {
    const options = { typeBase: "https://a.example/", validationStatus: 422 } as const;

    expect(schemaOf(builtInErrors.validation_failed, options)).toMatchObject({
      properties: {
        type: { const: "https://a.example/validation_failed" },
        status: { const: 422 },
      },
      required: ["type", "title", "status", "code", "errors"],
    });
    expect(schemaOf(article_not_found, options)).toMatchObject({
      properties: { status: { const: 404 } },
    });
  });

  it("joins members that are not a plain object by allOf", () => {
    expect(schemaOf(hold as unknown as AnyErrorFactory)).toMatchObject({
      allOf: [{ properties: { code: { const: "hold" } } }, { anyOf: [{}, {}] }],
    });
  });

  it("keeps a schema that was registered before", () => {
    const registry = componentRegistry({ ArticleNotFoundProblem: { description: "My own" } });

    addProblemOf(article_not_found, registry, {});

    expect(registry.schemas["ArticleNotFoundProblem"]).toEqual({ description: "My own" });
  });
});

it("the factories of a catalog include the built-in ones, unless it has its own", () => {
  const own = defineErrors({ conflict: { status: 409, title: "My conflict" } });

  const factories = factoriesOf(own);

  expect(factories["conflict"]?.title).toBe("My conflict");
  expect(factories["gone"]).toBe(builtInErrors.gone);
});

it.each([[undefined], [{}], ["errors"], [[]]])("refuses %o for a catalog", (errors) => {
  expect(() => checkCatalog("problemResponses", errors)).toThrow(
    "problemResponses: errors must be a catalog, got",
  );
});

describe("problemResponses", () => {
  it("has one response for each status, and one for any other failure", () => {
    const responses = problemResponses(builtInErrors, "gone", "conflict", "gone");

    expect(Object.keys(responses)).toEqual(["409", "410", "default"]);
    expect(responses["default"]).toEqual({ $ref: "#/components/responses/Problem" });
  });

  it.each(["snapshot", "toString", "article_god", "__proto__"])("refuses the code %s", (code) => {
    expect(() => problemResponses(builtInErrors, code as "gone")).toThrow(
      `problemResponses: the catalog has no code "${code}". Write one of its codes.`,
    );
  });
});
