import { whenLoaded } from "../misuse/when-loaded.ts";
import type { HandlerRun } from "./next-once.ts";

/** Creates what warns, in development, of promises of one handler that settle without a response. */
export function watchSilence(name: string): (run: HandlerRun) => void {
  let onSettled: ((run: HandlerRun) => void) | undefined;

  return function watch(run) {
    if (run.nextCalled || run.res.headersSent) return;
    whenLoaded(import("./warn-of-silence.ts"), ({ warnOfSilence }) => {
      onSettled ??= warnOfSilence(name);
      onSettled(run);
    });
  };
}
