import type { Locked } from "../catalog/define-errors.ts";
import type { AnyErrorFactory } from "../catalog/error-factory.ts";
import { shown } from "../misuse/shown.ts";
import type { OpenApiReference, OpenApiResponse, OpenApiResponses } from "./document.ts";
import { problemExample } from "./problem-example.ts";
import {
  addProblem,
  addProblemOf,
  checkCatalog,
  factoriesOf,
  type ProblemOptions,
  problemName,
  statusOf,
} from "./problem-schemas.ts";
import { schemaShelf, type SchemaShelf } from "./component-registry.ts";

/**
 * Describes the codes of one operation for a document that is written by hand: a response for each status, which
 * tells its codes apart by `code`, and a `default` for what any operation may answer. They refer to what
 * `problemComponents` gives.
 *
 * @param errors The catalog, from `defineErrors`.
 * @param codes The codes the operation answers with.
 *
 * @throws {TypeError} When the catalog is none, or lacks a code.
 *
 * @example
 * responses: { 200: article, ...problemResponses(errors, "article_not_found", "validation_failed") }
 */
export function problemResponses<Errors extends Locked>(
  errors: Errors,
  ...codes: readonly (Exclude<keyof Errors, "lock"> & string)[]
): OpenApiResponses {
  checkCatalog("problemResponses", errors);
  const factories = factoriesOf(errors);
  const chosen = codes.map((code) => {
    const factory = Object.hasOwn(errors, code) ? factories[code] : undefined;
    if (factory) return factory;
    throw new TypeError(
      `problemResponses: the catalog has no code ${shown(code)}. Write one of its codes.`,
    );
  });
  return toProblemResponses(chosen, schemaShelf(), {});
}

/** Describes codes by status, and puts their schemas on the shelf. */
export function toProblemResponses(
  factories: readonly AnyErrorFactory[],
  shelf: SchemaShelf,
  options: ProblemOptions,
): Record<string, OpenApiResponse | OpenApiReference> {
  const byStatus = new Map<number, Map<string, AnyErrorFactory>>();
  for (const factory of factories) {
    const status = statusOf(factory, options);
    const group = byStatus.get(status) ?? new Map<string, AnyErrorFactory>();
    byStatus.set(status, group.set(factory.code, factory));
  }
  const responses: Record<string, OpenApiResponse | OpenApiReference> = {};
  for (const [status, group] of byStatus) {
    responses[status] = toResponse([...group.values()], shelf, options);
  }
  responses["default"] = { $ref: "#/components/responses/Problem" };
  return responses;
}

function toResponse(
  factories: readonly AnyErrorFactory[],
  shelf: SchemaShelf,
  options: ProblemOptions,
): OpenApiResponse {
  const refs = factories.map((factory) => addProblemOf(factory, shelf, options));
  const [only, ...others] = refs;
  const mapping = Object.fromEntries(
    factories.map(({ code }) => [code, `#/components/schemas/${problemName(code)}`]),
  );
  const schema =
    only && others.length === 0
      ? only
      : { oneOf: refs, discriminator: { propertyName: "code", mapping } };
  const examples: Record<string, { readonly value: unknown }> = {};
  for (const factory of factories) {
    const value = problemExample(factory, options);
    if (value) examples[factory.code] = { value };
  }
  return {
    description: factories.map(({ title, code }) => `${title} (\`${code}\`)`).join(", "),
    content: {
      "application/problem+json": { schema, ...(Object.keys(examples).length > 0 && { examples }) },
    },
  };
}

/** The response that any operation may give, and its schema. */
export function defaultResponse(shelf: SchemaShelf): OpenApiResponse {
  addProblem(shelf);
  return {
    description: "Any other failure",
    content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
  };
}
