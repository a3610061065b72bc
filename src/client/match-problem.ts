import type { AnyErrorCatalog } from "../catalog/any-catalog.ts";
import type { PublicData } from "../catalog/public-data.ts";
import { factoryOf, toKnownProblem } from "./known-problem.ts";
import type { KnownProblem, UnknownProblem } from "./read-problem.ts";

/**
 * Finds the catalog that declares a problem, for a client of several servers. Catalogs may have the same codes: the
 * `type` of the problem decides, so give each its `typeBase`. One without it is only taken if no other catalog has the
 * whole `type`.
 *
 * @param problem A problem of `readProblem` or `safe`, called without a catalog.
 * @param catalogs The catalogs, from `defineErrors`.
 * @returns The problem as its catalog declares it, or the given one if no catalog has it.
 *
 * @example
 * const problem = matchProblem(await readProblem(response), articleErrors, paymentErrors);
 * if (problem.known && problem.code === "card_declined") askForAnotherCard(problem.reason);
 */
export function matchProblem<Catalogs extends readonly AnyErrorCatalog[]>(
  problem: UnknownProblem,
  ...catalogs: Catalogs
): KnownProblemOf<Catalogs[number]> | UnknownProblem {
  const { status, raw } = problem;
  // Object() converts null and other values that are not objects to an object without these members.
  const members = Object(raw) as PublicData;
  let found: object | undefined;
  for (const catalog of catalogs) {
    const known = toKnownProblem(status, members, catalog);
    if (typeof known !== "object") continue;
    const factory = factoryOf(catalog, String(members["code"]));
    const isWhole = (factory?.type ?? factory?.typeBase) !== undefined;
    found = isWhole ? known : (found ?? known);
    if (isWhole) break;
  }
  // toKnownProblem has checked the problem against the declarations that the type is derived from.
  return (found as KnownProblemOf<Catalogs[number]> | undefined) ?? problem;
}

/** A problem of one of several catalogs. */
export type KnownProblemOf<Catalog> = Catalog extends unknown ? KnownProblem<Catalog> : never;
