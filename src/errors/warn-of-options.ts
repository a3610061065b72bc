import { whenLoaded } from "../misuse/when-loaded.ts";
import type { CreatedError } from "./option-warning.ts";

/**
 * Warns, in development, of the options that an error was created with and that are wrong: JavaScript lets them pass, and
 * they must not replace the error.
 */
export function warnOfOptions(error: CreatedError, options: unknown): void {
  whenLoaded(import("./option-warning.ts"), ({ warnOfMistake }) => warnOfMistake(error, options));
}
