import { subscribe } from "node:diagnostics_channel";
import type { Server } from "node:http";
import { sharedByCopies } from "../copies/shared-by-copies.ts";
import { backgroundTimer } from "../express/background-timer.ts";
import { isRunByDeveloper } from "../misuse/development.ts";
import { whenLoaded } from "../misuse/when-loaded.ts";

/** Node publishes each server on it that has begun to listen. */
const listening = "tracing:net.server.listen:asyncEnd";

/** Milliseconds from the listening of a server to the check: some apps mount routes after that, and tests close at once. */
const patience = 500;

/**
 * Warns, in development and once in each process, of the mistakes that `doctor` finds in the apps that begin to listen.
 * The code of the rules is loaded only then. In tests (NODE_ENV is `test`) and in production, nothing is watched.
 */
export function warnAtStart(): void {
  if (!isRunByDeveloper()) return;
  const once = sharedByCopies("start-warnings", () => ({ watching: false }));
  if (once.watching) return;
  once.watching = true;
  // Node publishes no other messages on this channel.
  subscribe(listening, (message) => checkLater((message as { server: Server }).server));
}

function checkLater(server: Server): void {
  backgroundTimer(() => {
    if (!server.listening || !isRunByDeveloper()) return;
    whenLoaded(import("./start-warnings.ts"), ({ warnOf }) => {
      for (const listener of server.listeners("request")) warnOf(listener);
    });
  }, patience);
}
