import type { Locked } from "../raise/catalogue.ts";
import {
  aTypeBase,
  aValidationStatus,
  checkOptions,
  type OptionCheck,
} from "../raise/check-options.ts";
import type { OpenApiComponents } from "./document.ts";
import { defaultResponse } from "./problem-responses.ts";
import {
  addProblemOf,
  checkCatalogue,
  factoriesOf,
  type ProblemOptions,
} from "./problem-schemas.ts";
import { schemaShelf } from "./schema-shelf.ts";

/**
 * Describes a catalogue for a document that is written by hand: a schema for each code, those of any problem and of a
 * bad field, and the response `Problem` of any failure. `article_not_found` is `ArticleNotFoundProblem`.
 *
 * @param errors The catalogue, from `defineErrors`.
 * @param options The base of `type` and the status of `validation_failed`, as the error handler is told.
 *
 * @throws {TypeError} When the catalogue is none, or an option is unknown or has the wrong type.
 *
 * @example
 * const document = { openapi: "3.1.1", info, paths, components: problemComponents(errors) };
 */
export function problemComponents(errors: Locked, options: ProblemOptions = {}): OpenApiComponents {
  checkCatalogue("problemComponents", errors);
  checkOptions("problemComponents", options, checks);
  const shelf = schemaShelf();
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
