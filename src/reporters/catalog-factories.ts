import { type AnyErrorCatalog, isCatalog } from "../catalog/any-catalog.ts";
import type { AnyErrorFactory } from "../catalog/error-factory.ts";
import { describeReceived } from "../misuse/describe-received.ts";

/**
 * Returns the factories of a catalog, sorted by code.
 *
 * @param caller The name that the message begins with.
 *
 * @throws {TypeError} If the value is not a catalog.
 */
export function catalogFactories(
  caller: string,
  errors: AnyErrorCatalog,
): readonly AnyErrorFactory[] {
  if (!isCatalog(errors)) {
    throw new TypeError(
      `${caller}: errors must be a catalog, got ${describeReceived(errors)}. Write ${caller}(defineErrors({ … })) or ${caller}(builtInErrors) of express-backstop/catalog.`,
    );
  }
  // The keys of a catalog are its codes.
  return Object.values(errors as unknown as Record<string, AnyErrorFactory>).toSorted((a, b) =>
    a.code < b.code ? -1 : 1,
  );
}
