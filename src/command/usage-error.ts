/** A mistake in how the command was called, or a file that it cannot use: exit code 2, and no stack. */
export class UsageError extends Error {
  override readonly name = "UsageError" as const;
}

/** Returns the text of anything that was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
