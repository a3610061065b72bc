import type { AnyErrorCatalog } from "../catalog/define-errors.ts";
import { describeError } from "../catalog/describe-error.ts";
import type { AnyErrorFactory } from "../catalog/error-factory.ts";
import type { FieldError } from "../errors/field-error.ts";
import { describeReceived } from "../misuse/check-options.ts";
import { componentRegistry, type ComponentRegistry } from "./component-registry.ts";
import type { OpenApiReference, OpenApiResponse, OpenApiResponses } from "./document.ts";
import {
  addProblem,
  addProblemOf,
  checkCatalog,
  factoriesOf,
  problemName,
  type ProblemOptions,
  statusOf,
} from "./problem-schemas.ts";

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

/** Describes codes by status, and puts their schemas on the shelf. */
export function toProblemResponses(
  factories: readonly AnyErrorFactory[],
  shelf: ComponentRegistry,
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
  shelf: ComponentRegistry,
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
export function defaultResponse(shelf: ComponentRegistry): OpenApiResponse {
  addProblem(shelf);
  return {
    description: "Any other failure",
    content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
  };
}

/** Makes a problem of one code, as the pages of the types show it; undefined where its members cannot be guessed. */
export function problemExample(
  factory: AnyErrorFactory,
  options: ProblemOptions,
): object | undefined {
  const { members, example } = describeError(factory, options.typeBase ?? "/problems/");
  const { required = [] } = (members ?? {}) as { readonly required?: readonly string[] };
  if (factory.data && !(members && required.every((name) => name in example))) return undefined;
  const { requestId, ...rest } = example;
  const errors = factory.code === "validation_failed" && { errors: [fieldError] };
  return { ...rest, status: statusOf(factory, options), ...errors, requestId };
}

const fieldError: FieldError = {
  in: "body",
  pointer: "#/title",
  code: "required",
  detail: "is required",
};
