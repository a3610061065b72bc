import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";

const waiting = new WeakMap<Socket, Map<ServerResponse, (() => void)[]>>();

/**
 * Calls a listener once, when a response has closed or will never be sent. Node emits no `close` for a pipelined response
 * that is still queued when its connection closes.
 */
export function whenClosed(
  { socket, httpVersionMajor }: IncomingMessage,
  res: ServerResponse,
  listener: () => void,
): void {
  // A stream of HTTP/2 always emits `close`. A response that has the socket is not queued. An injected request may have no
  // real socket.
  if (httpVersionMajor > 1 || res.socket || typeof socket?.once !== "function") {
    res.once("close", listener);
    return;
  }
  const queued = waiting.get(socket) ?? watch(socket);
  const listeners = queued.get(res);
  if (listeners) {
    listeners.push(listener);
    return;
  }
  queued.set(res, [listener]);
  res.once("close", () => settle(queued, res));
}

/** Adds one listener for all responses of a socket, because a client may send thousands of requests at once. */
function watch(socket: Socket): Map<ServerResponse, (() => void)[]> {
  const queued = new Map<ServerResponse, (() => void)[]>();
  waiting.set(socket, queued);
  socket.once("close", () => {
    // Node emits `close` for the response that has the socket.
    for (const res of queued.keys()) if (!res.socket) settle(queued, res);
  });
  return queued;
}

function settle(queued: Map<ServerResponse, (() => void)[]>, res: ServerResponse): void {
  const listeners = queued.get(res) ?? [];
  queued.delete(res);
  for (const listener of listeners) listener();
}
