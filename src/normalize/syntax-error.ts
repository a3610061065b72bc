/** Checks whether a value is a SyntaxError, whose message quotes the text that was parsed. Never throws. */
export function isSyntaxError(thrown: unknown): boolean {
  try {
    return thrown instanceof SyntaxError;
  } catch {
    // A proxy threw.
    return false;
  }
}
