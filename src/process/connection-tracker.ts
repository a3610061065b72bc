import type { IncomingMessage, ServerResponse } from "node:http";
import type { ServerHttp2Session } from "node:http2";
import { Server as TcpServer, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { ServiceUnavailableError } from "../errors/server-errors.ts";
import { shrinkBacklog } from "../express/shrink-backlog.ts";
import {
  closeAfter,
  type MinimalFormat,
  type RequestResponse,
  sendMinimalProblem,
  writeMinimalProblem,
} from "../present/minimal-problem.ts";
import { requestIds } from "../request/request-id.ts";
import { abortScope, scopeOf } from "../request/request-scope.ts";
import { whenClosed } from "../request/when-closed.ts";
import type { CutWork } from "./cut-work.ts";
import { connectionEvent, type GuardableServer, isHttp1 } from "./guardable-server.ts";
import { watchUpgrades } from "./upgrades.ts";

/** The connections and open requests of one server. */
export interface ConnectionTracker {
  /** Returns the number of connections accepted so far. */
  accepted(): number;
  /** Returns the number of requests without a complete response. */
  openRequests(): number;
  /** Returns true if a response on this connection has begun and not ended. */
  hasPartialResponseOn(socket: Duplex): boolean;
  /** Closes each connection after its current or next response. */
  closeAfterResponses(): void;
  /** Asks the system to keep new clients waiting, since `close` would reset those that it holds. */
  shrinkBacklog(): void;
  /** Responds 503 to new requests, which no longer reach the app. */
  refuse(): void;
  /** Stops accepting connections; resolves when the last connection is closed. */
  close(): Promise<void>;
  /** Responds 503 to all open requests, ends responses that have begun, and aborts the signals of both. */
  respondToPending(): void;
  /** Closes all connections immediately. */
  destroyAll(): void;
  /** Returns what lost its response or its connection, and what would lose it if the process ended now. */
  cut(): CutWork;
  /** Closes the connection of a request that has its response, unless another request on it is open. */
  closeConnectionOf(req: IncomingMessage): void;
  /** Removes the listeners from the server. */
  unwatch(): void;
}

// The time in which a new connection must send its first request before it counts as idle.
const firstRequestMilliseconds = 1000;
const sweepMilliseconds = 25;

/** Tracks the connections and requests of a server. `onRequest` is called with each request, before the app's handler. */
export function trackConnections(
  server: GuardableServer,
  format: MinimalFormat,
  onRequest: (req: IncomingMessage) => void,
): ConnectionTracker {
  const nameRequest = requestIds();
  const open = new Set<RequestResponse>();
  const connections = new Map<Socket, { readonly since: number; used: boolean }>();
  const sessions = new Set<ServerHttp2Session>();
  const cut = new Set<RequestResponse>();
  const upgrades = watchUpgrades(server);
  let accepted = 0;
  let refusing = false;
  let closing = false;

  function onConnection(socket: Socket): void {
    accepted += 1;
    connections.set(socket, { since: Date.now(), used: false });
    socket.once("close", () => connections.delete(socket));
  }

  function onSession(session: ServerHttp2Session): void {
    sessions.add(session);
    session.once("close", () => sessions.delete(session));
    if (closing) session.close();
  }

  function trackRequest(req: IncomingMessage, res: ServerResponse): void {
    const request: RequestResponse = { req, res };
    open.add(request);
    whenClosed(req, res, () => open.delete(request));
    const connection = connections.get(req.socket);
    if (connection) connection.used = true;
    onRequest(req);
  }

  function respond503(request: RequestResponse): void {
    sendMinimalProblem(request, 503, nameRequest(request.req, request.res), format);
  }

  function hasPartialResponseOn(socket: Duplex): boolean {
    for (const { req, res } of open) if (req.socket === socket) return res.headersSent;
    return false;
  }

  /**
   * Closes the connections without an open request. Not closeIdleConnections: it also closes a connection whose
   * response has ended but has not been sent completely, because the client reads slowly.
   */
  function sweep(): void {
    const busy = new Set(Array.from(open, ({ req }) => req.socket));
    for (const [socket, { since, used }] of connections) {
      const idle = used || Date.now() - since > firstRequestMilliseconds;
      if (idle && !busy.has(socket) && !upgrades.has(socket)) socket.destroy();
    }
  }

  function refuse(): void {
    // Exceptions may come by the thousand.
    if (refusing) return;
    refusing = true;
    upgrades.unwatch();
    replaceListeners(server, "request", (req: IncomingMessage, res: ServerResponse) => {
      trackRequest(req, res);
      respond503({ req, res });
    });
    for (const event of ["checkContinue", "checkExpectation"] as const) {
      if (server.listenerCount(event) === 0) continue;
      replaceListeners(server, event, (...args: unknown[]) => server.emit("request", ...args));
    }
    for (const event of ["upgrade", "connect"] as const) {
      if (server.listenerCount(event) === 0) continue;
      replaceListeners(server, event, (req: IncomingMessage, socket: Duplex) => {
        writeMinimalProblem(socket, 503, format, req);
      });
    }
    // An exception inside a call of the parser leaves it broken, so that it reports the next valid request on that
    // connection as malformed.
    replaceListeners(server, "clientError", (_error: Error, socket: Duplex) => {
      if (hasPartialResponseOn(socket)) socket.destroy();
      else writeMinimalProblem(socket, 503, format);
    });
  }

  server.prependListener(connectionEvent(server), onConnection);
  server.prependListener("request", trackRequest);
  server.prependListener("session", onSession);

  return {
    accepted: () => accepted,
    openRequests: () => open.size,
    hasPartialResponseOn,
    closeAfterResponses() {
      server.prependListener("request", (_req: unknown, res: ServerResponse) => closeAfter(res));
      for (const { res } of open) closeAfter(res);
    },
    shrinkBacklog: () => shrinkBacklog(server),
    refuse,
    async close() {
      const closed = new Promise<void>((resolve) => {
        // Not the HTTP server's own close, which calls closeIdleConnections; see `sweep`.
        if (isHttp1(server)) TcpServer.prototype.close.call(server, () => resolve());
        else server.close(() => resolve());
      });
      refuse();
      closing = true;
      for (const session of sessions) session.close();
      const sweeper = isHttp1(server) ? setInterval(sweep, sweepMilliseconds) : undefined;
      await closed;
      clearInterval(sweeper);
    },
    respondToPending() {
      const reason = new ServiceUnavailableError("The server is shutting down.");
      for (const request of open) {
        // The client of a response that has ended is still reading it.
        if (!request.res.writableEnded) cut.add(request);
        respond503(request);
        const scope = scopeOf(request.req);
        if (scope) abortScope(scope, reason);
      }
    },
    destroyAll() {
      for (const request of open) cut.add(request);
      for (const session of sessions) session.destroy();
      for (const socket of connections.keys()) socket.destroy();
    },
    cut: () => ({
      requests: [...new Set([...cut, ...open])].map(({ req }) => req),
      upgraded: upgrades.count(),
    }),
    closeConnectionOf({ socket, httpVersionMajor }) {
      // A request injected by a test tool has no socket, and a socket of HTTP/2 is shared by other requests.
      if (!socket || httpVersionMajor > 1 || socket.writableEnded) return;
      // A request is in `open` until "close", so in a "finish" listener its own is still there.
      const others = Array.from(open).some(
        ({ req, res }) => req.socket === socket && !res.writableFinished,
      );
      if (!others) socket.destroySoon();
    },
    unwatch() {
      server.off(connectionEvent(server), onConnection);
      server.off("request", trackRequest);
      server.off("session", onSession);
      upgrades.unwatch();
    },
  };
}

/** Replaces all listeners of an event, which the app no longer needs when the process ends. */
function replaceListeners(
  server: GuardableServer,
  event: string,
  listener: (...args: never[]) => unknown,
): void {
  server.removeAllListeners(event);
  // The listener takes the arguments of its event.
  server.on(event, listener as (...args: unknown[]) => void);
}
