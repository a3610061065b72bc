import type { Duplex } from "node:stream";
import type { GuardableServer } from "./guardable-server.ts";

/** The sockets that have left HTTP: WebSockets and tunnels. */
export interface Upgrades {
  has(socket: Duplex): boolean;
  unwatch(): void;
}

const events = ["upgrade", "connect"] as const;

/**
 * Notices upgraded sockets, without being the first to listen: a listener of ours alone would make Node hand us
 * upgrades that the app never asked for, and answer them no more.
 */
export function watchUpgrades(server: GuardableServer): Upgrades {
  const sockets = new WeakSet<Duplex>();
  const watched = new Set<string>();

  function onUpgrade(_req: unknown, socket: Duplex): void {
    sockets.add(socket);
  }

  function onNewListener(event: string | symbol): void {
    const name = events.find((known) => known === event);
    if (name === undefined || watched.has(name)) return;
    watched.add(name);
    server.prependListener(name, onUpgrade);
  }

  function onRemovedListener(event: string | symbol): void {
    const name = events.find((known) => known === event);
    if (name === undefined || server.listenerCount(name) !== 1 || !watched.delete(name)) return;
    server.off(name, onUpgrade);
  }

  server.on("newListener", onNewListener).on("removeListener", onRemovedListener);
  for (const event of events) if (server.listenerCount(event) > 0) onNewListener(event);

  return {
    has: (socket) => sockets.has(socket),
    unwatch() {
      server.off("newListener", onNewListener).off("removeListener", onRemovedListener);
      for (const event of events) server.off(event, onUpgrade);
    },
  };
}
