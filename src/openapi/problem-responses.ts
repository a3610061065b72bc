import type { AnyErrorCatalog } from "../catalog/any-catalog.ts";
import type { AnyErrorFactory } from "../catalog/error-factory.ts";
import { sentStatus } from "../errors/validation-status.ts";
import { describeReceived } from "../misuse/describe-received.ts";
import type { ProblemFormat } from "../present/problem-format.ts";
import { bodyType } from "../present/serialize.ts";
import { componentRegistry, type ComponentRegistry } from "./component-registry.ts";
import type { OpenApiReference, OpenApiResponse, OpenApiResponses } from "./document.ts";
import { problemExample } from "./problem-example.ts";
import {
  addProblem,
  addProblemOf,
  checkCatalog,
  factoriesOf,
  problemName,
} from "./problem-schemas.ts";

/**
 * Creates the responses of one operation for a handwritten OpenAPI document: one response for each status,
 * and `default` for any other failure. Codes with the same status share a response; the member `code` tells them apart. They refer to the schemas of
 * `problemComponents`.
 *
 * @param errors The catalog that `defineErrors` returned.
 * @param codes The codes that the operation may respond with.
 *
 * @throws {TypeError} If `errors` is not a catalog, or does not have one of the codes.
 *
 * @example
 * responses: { 200: article, ...problemResponses(errors, "article_not_found", "validation_failed") }
 */
export function problemResponses<Errors extends AnyErrorCatalog>(
  errors: Errors,
  ...codes: readonly (Exclude<keyof Errors, "snapshot"> & string)[]
): OpenApiResponses {
  checkCatalog("problemResponses", errors);
  const factories = factoriesOf(errors);
  const chosen = codes.map((code) => {
    const factory = Object.hasOwn(errors, code) ? factories[code] : undefined;
    if (factory) return factory;
    throw new TypeError(
      `problemResponses: the catalog has no code ${describeReceived(code)}. Write one of its codes.`,
    );
  });
  return toProblemResponses(chosen, componentRegistry(), {});
}

/** Creates the responses of these codes by status, and registers their schemas. */
export function toProblemResponses(
  factories: readonly AnyErrorFactory[],
  registry: ComponentRegistry,
  options: ProblemFormat,
): Record<string, OpenApiResponse | OpenApiReference> {
  const byStatus = new Map<number, Map<string, AnyErrorFactory>>();
  for (const factory of factories) {
    const status = sentStatus(factory, options.validationStatus);
    const group = byStatus.get(status) ?? new Map<string, AnyErrorFactory>();
    byStatus.set(status, group.set(factory.code, factory));
  }
  const responses: Record<string, OpenApiResponse | OpenApiReference> = {};
  for (const [status, group] of byStatus) {
    responses[status] = toResponse([...group.values()], registry, options);
  }
  responses["default"] = { $ref: "#/components/responses/Problem" };
  return responses;
}

function toResponse(
  factories: readonly AnyErrorFactory[],
  registry: ComponentRegistry,
  options: ProblemFormat,
): OpenApiResponse {
  const refs = factories.map((factory) => addProblemOf(factory, registry, options));
  const [only, ...others] = refs;
  const mapping = Object.fromEntries(
    factories.map(({ code }) => [code, `#/components/schemas/${problemName(code)}`]),
  );
  const several = options.serialize
    ? { anyOf: refs }
    : { oneOf: refs, discriminator: { propertyName: "code", mapping } };
  const schema = only && others.length === 0 ? only : several;
  const examples: Record<string, { readonly value: unknown }> = {};
  for (const factory of factories) {
    const value = problemExample(factory, options);
    if (value !== undefined) examples[factory.code] = { value };
  }
  return {
    description: factories.map(({ title, code }) => `${title} (\`${code}\`)`).join(", "),
    content: {
      [bodyType(options.serialize)]: {
        schema,
        ...(Object.keys(examples).length > 0 && { examples }),
      },
    },
  };
}

/** Creates the response for any failure, and registers its schema. */
export function defaultResponse(
  registry: ComponentRegistry,
  options: ProblemFormat,
): OpenApiResponse {
  addProblem(registry, options);
  return {
    description: "Any other failure",
    content: {
      [bodyType(options.serialize)]: { schema: { $ref: "#/components/schemas/Problem" } },
    },
  };
}
