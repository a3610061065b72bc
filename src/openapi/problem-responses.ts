import type { AnyErrorCatalog } from "../catalog/define-errors.ts";
import { describeError } from "../catalog/describe-error.ts";
import type { AnyErrorFactory } from "../catalog/error-factory.ts";
import { defaultTypeBase } from "../errors/type-base.ts";
import { sentStatus } from "../errors/validation-status.ts";
import { describeReceived } from "../misuse/describe-received.ts";
import { componentRegistry, type ComponentRegistry } from "./component-registry.ts";
import type { OpenApiReference, OpenApiResponse, OpenApiResponses } from "./document.ts";
import {
  addProblem,
  addProblemOf,
  checkCatalog,
  factoriesOf,
  problemName,
  type ProblemOptions,
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
  options: ProblemOptions,
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
  options: ProblemOptions,
): OpenApiResponse {
  const refs = factories.map((factory) => addProblemOf(factory, registry, options));
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

/** Creates the response for any failure, and registers its schema. */
export function defaultResponse(
  registry: ComponentRegistry,
  options: ProblemOptions,
): OpenApiResponse {
  addProblem(registry, options);
  return {
    description: "Any other failure",
    content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
  };
}

/** Creates an example of a problem, as on its documentation page; undefined if a required member has no example. */
function problemExample(factory: AnyErrorFactory, options: ProblemOptions): object | undefined {
  const { typeBase = defaultTypeBase, validationStatus, guidance } = options;
  const { members, example } = describeError(factory, typeBase, { validationStatus, guidance });
  const { required = [] } = (members ?? {}) as { readonly required?: readonly string[] };
  if (factory.data && !(members && required.every((name) => name in example))) return undefined;
  return example;
}
