import { whenLoaded } from "../misuse/when-loaded.ts";
import type { HandlerRun } from "./next-once.ts";

/** Creates what warns, in development, of runs of one handler that end without a response. */
export function watchSilence(name: string): (run: HandlerRun, returned: unknown) => void {
  let onSettled: ((run: HandlerRun, returned: unknown) => void) | undefined;

  return function watch(run, returned) {
    // A made-up response may be null.
    const res = run.res as HandlerRun["res"] | null;
    if (run.nextCalled || res?.headersSent) return;
    whenLoaded(import("./warn-of-silence.ts"), ({ warnOfSilence }) => {
      onSettled ??= warnOfSilence(name);
      onSettled(run, returned);
    });
  };
}
