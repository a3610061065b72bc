import type { IncomingMessage, ServerResponse } from "node:http";
import type { ServerHttp2Session } from "node:http2";
import { Server as TcpServer, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import {
  closeAfter,
  type RequestResponse,
  sendMinimalProblem,
  writeMinimalProblem,
} from "../present/minimal-problem.ts";
import { requestIds } from "../request/request-id.ts";
import { connectionEvent, type GuardableServer, isHttp1 } from "./guardable-server.ts";
import { watchUpgrades } from "./upgrades.ts";

/** The connections and the unanswered requests of one server, and what can be done about them at its end. */
export interface ConnectionTracker {
  /** How many connections there ever were. */
  accepted(): number;
  /** Whether an answer has begun on a connection and is not finished. */
  hasPartialResponseOn(socket: Duplex): boolean;
  /** Has every connection close after the answer it waits for. */
  closeAfterResponses(): void;
  /** Answers new requests 503 instead of handing them to the app. */
  refuse(): void;
  /** Takes no new connection; resolves when the last one is closed. */
  close(): Promise<void>;
  /** Answers 503 to whoever still waits, and ends the streams. */
  respondToPending(): void;
  /** Closes every connection that is left. */
  destroyAll(): void;
  /** Closes the connection of an answered request, unless another request waits on it. */
  closeConnectionOf(req: IncomingMessage): void;
  /** Forgets the server. */
  unwatch(): void;
}

// How long a new connection may take over its first request before it counts as idle.
const firstRequestMilliseconds = 1000;
const sweepMilliseconds = 25;

/** Watches the traffic of a server from now on; `onRequest` hears of each request before the app does. */
export function trackConnections(
  server: GuardableServer,
  typeBase: string,
  onRequest: (req: IncomingMessage) => void,
): ConnectionTracker {
  const nameRequest = requestIds();
  const exchanges = new Set<RequestResponse>();
  const connections = new Map<Socket, { readonly since: number; used: boolean }>();
  const sessions = new Set<ServerHttp2Session>();
  const upgrades = watchUpgrades(server);
  let accepted = 0;
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

  function watchExchange(req: IncomingMessage, res: ServerResponse): void {
    const exchange: RequestResponse = { req, res };
    exchanges.add(exchange);
    res.once("close", () => exchanges.delete(exchange));
    const connection = connections.get(req.socket);
    if (connection) connection.used = true;
    onRequest(req);
  }

  function answer503(exchange: RequestResponse): void {
    sendMinimalProblem(exchange, 503, nameRequest(exchange.req, exchange.res), typeBase);
  }

  function exchangeOn(socket: Duplex): RequestResponse | undefined {
    for (const exchange of exchanges) if (exchange.req.socket === socket) return exchange;
    return undefined;
  }

  const answerBegunOn = (socket: Duplex): boolean => exchangeOn(socket)?.res.headersSent ?? false;

  /**
   * Closes the connections without an answer under way. Node's own closeIdleConnections takes an answer that is
   * ended for one that has been sent, and cuts it where the client reads slowly.
   */
  function sweep(): void {
    const busy = new Set(Array.from(exchanges, ({ req }) => req.socket));
    for (const [socket, { since, used }] of connections) {
      const idle = used || Date.now() - since > firstRequestMilliseconds;
      if (idle && !busy.has(socket) && !upgrades.has(socket)) socket.destroy();
    }
  }

  function refuse(): void {
    upgrades.unwatch();
    replaceListeners(server, "request", (req: IncomingMessage, res: ServerResponse) => {
      watchExchange(req, res);
      answer503({ req, res });
    });
    for (const event of ["checkContinue", "checkExpectation"] as const) {
      if (server.listenerCount(event) === 0) continue;
      replaceListeners(server, event, (...args: unknown[]) => server.emit("request", ...args));
    }
    for (const event of ["upgrade", "connect"] as const) {
      if (server.listenerCount(event) === 0) continue;
      replaceListeners(server, event, (_req: IncomingMessage, socket: Duplex) => {
        writeMinimalProblem(socket, 503, typeBase);
      });
    }
    // An exception inside of the parser's call leaves the parser broken, and the next request on that connection,
    // however good, is malformed to it.
    replaceListeners(server, "clientError", (_error: Error, socket: Duplex) => {
      if (answerBegunOn(socket)) socket.destroy();
      else writeMinimalProblem(socket, 503, typeBase);
    });
  }

  server.prependListener(connectionEvent(server), onConnection);
  server.prependListener("request", watchExchange);
  server.prependListener("session", onSession);

  return {
    accepted: () => accepted,
    hasPartialResponseOn: answerBegunOn,
    closeAfterResponses() {
      server.prependListener("request", (_req: unknown, res: ServerResponse) => closeAfter(res));
      for (const { res } of exchanges) closeAfter(res);
    },
    refuse,
    async close() {
      const closed = new Promise<void>((resolve) => {
        // The close of an HTTP server sweeps as closeIdleConnections does; the one it builds on only closes.
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
      for (const exchange of exchanges) answer503(exchange);
    },
    destroyAll() {
      for (const session of sessions) session.destroy();
      for (const socket of connections.keys()) socket.destroy();
    },
    closeConnectionOf({ socket, httpVersionMajor }) {
      // An injected request has no socket, and that of HTTP/2 carries others.
      if (!socket || httpVersionMajor > 1) return;
      // Asked from a "finish" listener, "close" is yet to come.
      const others = Array.from(exchanges).some(
        ({ req, res }) => req.socket === socket && !res.writableFinished,
      );
      if (!others) socket.destroySoon();
    },
    unwatch() {
      server.off(connectionEvent(server), onConnection);
      server.off("request", watchExchange);
      server.off("session", onSession);
      upgrades.unwatch();
    },
  };
}

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
