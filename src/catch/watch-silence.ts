import type { HandlerRun } from "./next-once.ts";

/** Creates what warns, in development, of promises of one handler that settle without a response. It is loaded then. */
export function watchSilence(name: string): (run: HandlerRun) => Promise<void> {
  let onSettled: ((run: HandlerRun) => void) | undefined;

  return async function watch(run) {
    if (run.nextCalled || run.res.headersSent) return;
    try {
      onSettled ??= (await import("./warn-of-silence.ts")).warnOfSilence(name);
      onSettled(run);
    } catch {
      // A bundler left the file out, or a made-up response has no events.
    }
  };
}
