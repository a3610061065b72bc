import type { GuardableServer } from "./guardable-server.ts";

/** Puts a listener in the place of all others of a server's event; for a process that is about to end. */
export function replaceListeners(
  server: GuardableServer,
  event: string,
  listener: (...args: never[]) => unknown,
): void {
  server.removeAllListeners(event);
  // The event passes what its listener takes.
  server.on(event, listener as (...args: unknown[]) => void);
}
