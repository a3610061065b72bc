import type { AnyErrorCatalog } from "../catalog/define-errors.ts";
import {
  aTypeBase,
  aValidationStatus,
  checkOptions,
  type OptionCheck,
} from "../misuse/check-options.ts";
import { componentRegistry } from "./component-registry.ts";
import type { OpenApiComponents } from "./document.ts";
import { defaultResponse } from "./problem-responses.ts";
import { addProblemOf, checkCatalog, factoriesOf, type ProblemOptions } from "./problem-schemas.ts";

/**
 * Describes a catalog for a document that is written by hand: a schema for each code, those of any problem and of a
 * bad field, and the response `Problem` of any failure. `article_not_found` is `ArticleNotFoundProblem`.
 *
 * @param errors The catalog, from `defineErrors`.
 * @param options The base of `type` and the status of `validation_failed`, as the error handler is told.
 *
 * @throws {TypeError} When the catalog is none, or an option is unknown or has the wrong type.
 *
 * @example
 * const document = { openapi: "3.1.1", info, paths, components: problemComponents(errors) };
 */
export function problemComponents(
  errors: AnyErrorCatalog,
  options: ProblemOptions = {},
): OpenApiComponents {
  checkCatalog("problemComponents", errors);
  checkOptions("problemComponents", options, checks);
  const shelf = componentRegistry();
  const factories = factoriesOf(errors);
  const responses = { Problem: defaultResponse(shelf) };
  for (const code of Object.keys(errors)) {
    const factory = factories[code];
    if (factory) addProblemOf(factory, shelf, options);
  }
  return { schemas: shelf.schemas, responses };
}

const checks: Readonly<Record<keyof ProblemOptions, OptionCheck>> = {
  typeBase: aTypeBase,
  validationStatus: aValidationStatus,
};
