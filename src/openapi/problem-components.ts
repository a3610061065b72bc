import type { Locked } from "../raise/catalogue.ts";
import { shown } from "../raise/shown.ts";
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
  checkProblemOptions("problemComponents", options);
  const shelf = schemaShelf();
  const factories = factoriesOf(errors);
  const responses = { Problem: defaultResponse(shelf) };
  for (const code of Object.keys(errors)) {
    const factory = factories[code];
    if (factory) addProblemOf(factory, shelf, options);
  }
  return { schemas: shelf.schemas, responses };
}

/** Refuses an option that is none. */
function checkProblemOptions(caller: string, options: object): void {
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue;
    if (name === "typeBase" && typeof value === "string") continue;
    if (name === "validationStatus" && (value === 400 || value === 422)) continue;
    throw new TypeError(
      `${caller}: ${shown(name)} with ${shown(value)} is no option. Write { typeBase: "https://api.example.com/problems/", validationStatus: 422 }.`,
    );
  }
}
