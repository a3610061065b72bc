import { whenLoaded } from "../misuse/when-loaded.ts";
import type { HandlerRun } from "./next-once.ts";

/** Creates what warns, in development, of promises of one handler that settle without a response. */
export function watchSilence(name: string): (run: HandlerRun) => void {
  let onSettled: ((run: HandlerRun) => void) | undefined;

  return function watch(run) {
    // A made-up response may be null.
    const res = run.res as HandlerRun["res"] | null;
    if (run.nextCalled || res?.headersSent) return;
    whenLoaded(import("./warn-of-silence.ts"), ({ warnOfSilence }) => {
      onSettled ??= warnOfSilence(name);
      onSettled(run);
    });
  };
}
