import type { AnyErrorCatalog } from "../catalog/any-catalog.ts";
import { checkOptions } from "../misuse/check-options.ts";
import { type ProblemFormat, problemFormatChecks } from "../present/problem-format.ts";
import { componentRegistry } from "./component-registry.ts";
import type { OpenApiComponents } from "./document.ts";
import { defaultResponse } from "./problem-responses.ts";
import { addProblemOf, checkCatalog, factoriesOf } from "./problem-schemas.ts";

/**
 * Creates the components of a handwritten OpenAPI document: one schema for each code of a catalog, such as
 * `ArticleNotFoundProblem` for `article_not_found`; the schemas `Problem` and `FieldError`; and the response `Problem`
 * for any failure.
 *
 * @param errors The catalog that `defineErrors` returned.
 * @param options The format of the app's problems, as passed to `errorHandler`.
 *
 * @throws {TypeError} If `errors` is not a catalog, or an option is unknown or has the wrong type.
 *
 * @example
 * const document = { openapi: "3.1.1", info, paths, components: problemComponents(errors) };
 */
export function problemComponents(
  errors: AnyErrorCatalog,
  options: ProblemFormat = {},
): OpenApiComponents {
  checkCatalog("problemComponents", errors);
  checkOptions("problemComponents", options, problemFormatChecks);
  const registry = componentRegistry();
  const factories = factoriesOf(errors);
  const responses = { Problem: defaultResponse(registry, options) };
  for (const code of Object.keys(errors)) {
    const factory = factories[code];
    if (factory) addProblemOf(factory, registry, options);
  }
  return { schemas: registry.schemas, responses };
}
