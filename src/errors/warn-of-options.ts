import type { CreatedError } from "./option-warning.ts";

/**
 * Warns of the options that an error was created with and that are wrong: JavaScript lets them pass, and they must not
 * replace the error. The checks are loaded in development only.
 */
export async function warnOfOptions(error: CreatedError, options: unknown): Promise<void> {
  try {
    const { warnOfMistake } = await import("./option-warning.ts");
    warnOfMistake(error, options);
  } catch {
    // A getter of the options threw, or a bundler left the file out.
  }
}
