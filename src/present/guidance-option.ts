import { type AnyErrorCatalog, isCatalog } from "../catalog/any-catalog.ts";
import type { OptionCheck } from "../misuse/check-options.ts";
import type { GuidanceCatalog } from "./guidance.ts";

/** The check of the option `guidance`. */
export const aGuidance: OptionCheck = [
  "true, false or a catalog of defineErrors",
  (value) => typeof value === "boolean" || isCatalog(value),
];

/** Returns the catalog that the texts of guidance come from; undefined if problems have no guidance. */
export function toGuidanceCatalog(
  guidance: boolean | AnyErrorCatalog,
): GuidanceCatalog | undefined {
  if (guidance === true) return {};
  // The keys of a catalog are its codes, and its values are their factories.
  return guidance ? (guidance as unknown as GuidanceCatalog) : undefined;
}
