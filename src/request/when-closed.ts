import type { IncomingMessage, ServerResponse } from "node:http";

/** The listeners of each connection that is open. */
const listenersOf = new WeakMap<object, Set<() => void>>();

/**
 * Calls a listener once, when a response closes or its connection does. Node emits no `close` for a response that still
 * waits behind another one on a pipelined connection when the client leaves, so everything kept for it would stay.
 */
export function whenClosed(
  req: Pick<IncomingMessage, "socket" | "httpVersionMajor"> | undefined,
  res: Pick<ServerResponse, "once">,
  listener: () => void,
): void {
  // Over HTTP/2, each stream closes by itself.
  const listeners = req?.socket && req.httpVersionMajor === 1 ? watch(req.socket) : undefined;
  let called = false;
  const call = (): void => {
    if (called) return;
    called = true;
    listeners?.delete(call);
    listener();
  };
  listeners?.add(call);
  // A made-up response, as unit tests have them, closes without notice.
  res.once?.("close", call);
}

/** Adds one listener to a connection, whatever the number of requests on it: Node warns of more than ten. */
function watch(socket: IncomingMessage["socket"]): Set<() => void> {
  const known = listenersOf.get(socket);
  if (known) return known;
  const listeners = new Set<() => void>();
  listenersOf.set(socket, listeners);
  socket.once("close", () => {
    for (const listener of listeners) listener();
  });
  return listeners;
}
