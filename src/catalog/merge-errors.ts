import { describeReceived } from "../misuse/describe-received.ts";
import { type AnyErrorCatalog, isCatalog } from "./any-catalog.ts";
import { builtInErrors } from "./built-in-errors.ts";
import { wholeType } from "./check-types.ts";
import type { AnyErrorFactory } from "./error-factory.ts";
import { toCatalog } from "./to-catalog.ts";

/** A catalog with the codes of several others. */
export type MergedErrors<Catalogs extends readonly AnyErrorCatalog[]> = Catalogs extends readonly [
  infer First,
  ...infer Rest extends readonly AnyErrorCatalog[],
]
  ? First & MergedErrors<Rest>
  : AnyErrorCatalog;

/**
 * Merges the catalogs of several teams. A factory that several of them have, as when they extend the same catalog, counts
 * once, and so does a built-in code, also from another copy of this package.
 *
 * @param catalogs The catalogs that `defineErrors` returned.
 *
 * @throws {TypeError} If an argument is not a catalog, or if two catalogs declare the same code or the same `type`.
 *
 * @example
 * export const errors = mergeErrors(builtInErrors, articleErrors, billingErrors);
 */
export function mergeErrors<const Catalogs extends readonly AnyErrorCatalog[]>(
  ...catalogs: Catalogs
): MergedErrors<Catalogs> {
  const merged = new Map<string, Origin>();
  const byType = new Map<string, Origin>();
  for (const [index, catalog] of catalogs.entries()) {
    if (!isCatalog(catalog)) {
      throw new TypeError(
        `mergeErrors: argument ${index + 1} must be a catalog, got ${describeReceived(catalog)}. Write defineErrors({ … }).`,
      );
    }
    // The enumerable keys of a catalog are its codes.
    const factories: Readonly<Record<string, AnyErrorFactory>> = { ...(catalog as object) };
    for (const [code, factory] of Object.entries(factories)) {
      const own: Origin = { code, factory, number: index + 1 };
      const other = merged.get(code);
      if (other && !isSame(other.factory, factory)) {
        throw new TypeError(
          `mergeErrors: the catalogs ${other.number} and ${own.number} both declare ${code}. Rename one of them; a prefix for each team, such as billing_${code}, keeps codes apart.`,
        );
      }
      if (other) continue;
      checkType(own, byType);
      merged.set(code, own);
    }
  }
  const factories = [...merged].map(([code, { factory }]) => [code, factory] as const);
  // Each of the codes has the factory of the catalog that its type is derived from.
  return toCatalog(Object.fromEntries(factories)) as MergedErrors<Catalogs>;
}

interface Origin {
  readonly code: string;
  readonly factory: AnyErrorFactory;
  /** The number of the argument. */
  readonly number: number;
}

/** Returns true for the same factory, or for the same built-in code of another copy. */
function isSame(one: AnyErrorFactory, other: AnyErrorFactory): boolean {
  if (one === other) return true;
  const same = ["code", "status", "title", "type", "typeBase", "fix", "description"] as const;
  return Object.hasOwn(builtInErrors, one.code) && same.every((name) => one[name] === other[name]);
}

function checkType(own: Origin, byType: Map<string, Origin>): void {
  const whole = wholeType(own.factory);
  if (whole === undefined) return;
  const other = byType.get(whole);
  if (other) {
    throw new TypeError(
      `mergeErrors: ${other.code} of catalog ${other.number} and ${own.code} of catalog ${own.number} have the same type ${describeReceived(whole)}. Write another type for one of them.`,
    );
  }
  byType.set(whole, own);
}
