import type { Duplex } from "node:stream";
import type { GuardableServer } from "./guardable-server.ts";

/** The sockets that no longer use HTTP: WebSockets and tunnels. */
export interface Upgrades {
  /** Returns true if a socket was upgraded. */
  has(socket: Duplex): boolean;
  /** Returns the number of upgraded sockets that are open. */
  count(): number;
  /** Removes the listeners from the server. */
  unwatch(): void;
}

const events = ["upgrade", "connect"] as const;

/**
 * Tracks the upgraded sockets of a server. It listens only while the app listens too: with any listener, Node leaves an
 * upgrade request to the listeners instead of handling it.
 */
export function watchUpgrades(server: GuardableServer): Upgrades {
  const sockets = new Set<Duplex>();
  const watched = new Set<string>();

  function onUpgrade(_req: unknown, socket: Duplex): void {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
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
    count: () => sockets.size,
    unwatch() {
      server.off("newListener", onNewListener).off("removeListener", onRemovedListener);
      for (const event of events) server.off(event, onUpgrade);
    },
  };
}
