import { describeReceived } from "../misuse/describe-received.ts";

/** The part of a declaration about its past and its future. */
interface History {
  readonly replacedBy?: string | undefined;
}

/**
 * Checks the replacements of a whole catalog, and that each of its own codes has the prefix.
 *
 * @param known The declarations of the catalog, those that it extends included.
 *
 * @throws {TypeError} If a replacement is unknown, the code itself or replaced too, or if a code lacks the prefix.
 */
export function checkHistory(
  specs: Readonly<Record<string, History>>,
  known: Readonly<Record<string, History>>,
  prefix: string,
): void {
  for (const [code, { replacedBy }] of Object.entries(specs)) {
    if (!code.startsWith(prefix)) {
      throw new TypeError(
        `defineErrors: ${code} must begin with the prefix ${describeReceived(prefix)}. Write ${prefix}${code}.`,
      );
    }
    if (replacedBy === undefined) continue;
    const other = Object.hasOwn(known, replacedBy) ? known[replacedBy] : undefined;
    // The code itself is replaced, so it is refused too.
    if (other && other.replacedBy === undefined) continue;
    throw new TypeError(
      `defineErrors: ${code}: replacedBy must be another code of this catalog that is not replaced itself, got ${describeReceived(replacedBy)}.`,
    );
  }
}
