import { errorMonitor } from "node:events";
import type { GuardableServer } from "./guardable-server.ts";

/** Events of a server that a listener of the app may keep to itself. */
export interface ServerErrorListener {
  /** Called with an error that a listener of the app takes; without a listener, Node throws it. */
  readonly onTaken: (error: unknown) => void;
  /** Called when the server listens, perhaps after it could not. */
  readonly onListening: () => void;
}

/**
 * Watches the errors of a server without taking them. A port in use is such an error, and Express 5 passes it to the
 * callback of `app.listen`, where a callback without a parameter ignores it. Returns a function that removes the
 * listeners.
 */
export function watchServerErrors(
  server: GuardableServer,
  { onTaken, onListening }: ServerErrorListener,
): () => void {
  function onError(error: unknown): void {
    if (server.listenerCount("error") > 0) onTaken(error);
  }

  // The declarations of a server know the names of its events only.
  const emitter: NodeJS.EventEmitter = server;
  emitter.on(errorMonitor, onError).on("listening", onListening);
  return () => {
    emitter.off(errorMonitor, onError).off("listening", onListening);
  };
}
