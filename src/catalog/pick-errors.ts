import { describeReceived } from "../misuse/describe-received.ts";
import { type AnyErrorCatalog, isCatalog } from "./any-catalog.ts";
import type { AnyErrorFactory } from "./error-factory.ts";
import { toCatalog } from "./to-catalog.ts";

/** The codes of a catalog. */
export type CodeOf<Errors extends AnyErrorCatalog> = Exclude<keyof Errors, keyof AnyErrorCatalog> &
  string;

/** A catalog with some of the codes of another one. */
export type PickedErrors<Errors extends AnyErrorCatalog, Code extends CodeOf<Errors>> = Pick<
  Errors,
  Code
> &
  AnyErrorCatalog;

/**
 * Returns a catalog with some of the codes of another one: the errors of one operation. The server declares them with
 * `operation({ errors })`, and a client reads that operation's problems with them, so that no other code is known.
 *
 * @param errors The catalog that `defineErrors` returned.
 * @param codes The codes that the operation may respond with.
 *
 * @throws {TypeError} If `errors` is not a catalog, or does not have one of the codes.
 *
 * @example
 * export const readingErrors = pickErrors(errors, "article_not_found", "unauthorized");
 * const result = await safe(fetch(`/articles/${id}`), readingErrors);
 */
export function pickErrors<Errors extends AnyErrorCatalog, Code extends CodeOf<Errors>>(
  errors: Errors,
  ...codes: readonly Code[]
): PickedErrors<Errors, Code> {
  if (!isCatalog(errors)) {
    throw new TypeError(
      `pickErrors: errors must be a catalog, got ${describeReceived(errors)}. Write defineErrors({ … }), or builtInErrors of express-backstop/catalog.`,
    );
  }
  // The enumerable keys of a catalog are its codes.
  const factories = new Map<string, AnyErrorFactory>(Object.entries(errors));
  const picked = codes.map((code): [string, AnyErrorFactory] => {
    const factory = factories.get(code);
    if (factory) return [code, factory];
    throw new TypeError(
      `pickErrors: the catalog has no code ${describeReceived(code)}. Write one of its codes.`,
    );
  });
  // Each of the codes is in the catalog that the type is derived from.
  return toCatalog(Object.fromEntries(picked)) as PickedErrors<Errors, Code>;
}
