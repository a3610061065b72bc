import { describeReceived } from "../misuse/describe-received.ts";
import type { AnyErrorFactory } from "./error-factory.ts";

/**
 * Checks that each whole `type` belongs to one code.
 *
 * @throws {TypeError} If two codes of a catalog have the same.
 */
export function checkTypes(factories: Readonly<Record<string, AnyErrorFactory>>): void {
  const codes = new Map<string, string>();
  for (const [code, factory] of Object.entries(factories)) {
    const type = wholeType(factory);
    if (type === undefined) continue;
    const other = codes.get(type);
    if (other !== undefined) {
      throw new TypeError(
        `defineErrors: ${other} and ${code} have the same type ${describeReceived(type)}. Write another type for one of them.`,
      );
    }
    codes.set(type, code);
  }
}

/** Returns the `type` of a declared error; undefined if it begins with the `typeBase` of the error handler. */
export function wholeType({ code, type, typeBase }: AnyErrorFactory): string | undefined {
  return type ?? (typeBase === undefined ? undefined : typeBase + code);
}
