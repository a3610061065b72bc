/**
 * Warns, once for each status, of an error that became a 500 although the app has put another status on it. The code is
 * loaded only then.
 */
export async function warnOfIgnoredStatus(thrown: unknown): Promise<void> {
  try {
    const { warnOfStatus } = await import("./status-warning.ts");
    warnOfStatus(thrown);
  } catch {
    // A getter of the error threw, or a bundler left the code out.
  }
}
