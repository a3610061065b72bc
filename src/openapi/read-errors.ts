import { isCatalog } from "../catalog/any-catalog.ts";
import type { OptionCheck } from "../misuse/check-options.ts";
import { describeReceived } from "../misuse/describe-received.ts";
import type { DeclaredError, OperationErrors } from "./operation-handler.ts";

/** The check of an option with errors. */
export const someErrors: OptionCheck = [
  "an array such as [errors.article_not_found], or a catalog",
  (value) => Array.isArray(value) || isCatalog(value),
];

/**
 * Returns the declared errors as an array.
 *
 * @throws {TypeError} If one is not an error of a catalog, or two have the same code.
 */
export function readErrors(caller: string, given: OperationErrors): readonly DeclaredError[] {
  // The enumerable members of a catalog are its factories.
  const errors: readonly DeclaredError[] = Object.freeze(Object.values(given));
  const byCode = new Map<string, DeclaredError>();
  for (const [index, error] of errors.entries()) {
    if (!isDeclared(error)) {
      throw new TypeError(
        `${caller}: errors[${index}] must be an error of a catalog, got ${describeReceived(error)}. Write errors.article_not_found, without calling it.`,
      );
    }
    if ((byCode.get(error.code) ?? error) !== error) {
      throw new TypeError(
        `${caller}: errors has two errors with the code ${error.code}. Write one of them.`,
      );
    }
    byCode.set(error.code, error);
  }
  return errors;
}

function isDeclared(error: unknown): boolean {
  const { code, status } = { ...(error as Partial<DeclaredError> | undefined) };
  return typeof error === "function" && typeof code === "string" && typeof status === "number";
}
