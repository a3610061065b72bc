import { whenLoaded } from "../misuse/when-loaded.ts";

/** Warns, once for each status, of an error that became a 500 although the app has put another status on it. */
export function warnOfIgnoredStatus(thrown: unknown): void {
  whenLoaded(import("./status-warning.ts"), ({ warnOfStatus }) => warnOfStatus(thrown));
}
