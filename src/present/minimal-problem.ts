import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import type { Request, Response } from "express";
import { statusEntry } from "../errors/status.ts";
import { ignoreLateWrites } from "../request/ignore-late-writes.ts";
import { endStream } from "./end-stream.ts";
import { responseState } from "./response-state.ts";
import { send } from "./send.ts";
import { toRendering } from "./serialize.ts";

/** A request and its response, as Node's server emits them. */
export interface RequestResponse {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
}

/** The statuses that a minimal problem can have. */
export type MinimalStatus = 400 | 408 | 413 | 431 | 500 | 503;

/**
 * Responds with a problem of constants and the request id, and closes the connection afterwards. A stream that has
 * begun is ended so that the client can tell; a finished response stays as it is.
 */
export function sendMinimalProblem(
  { req, res }: RequestResponse,
  status: MinimalStatus,
  requestId: string,
  typeBase: string,
): void {
  // The writers use nothing that Express adds to either.
  const request = req as Request;
  const response = res as Response;
  try {
    const state = responseState(response);
    closeAfter(res);
    const body = minimalBody(status, typeBase, requestId);
    if (state === "finished" || state === "gone") return;
    if (state !== "open") {
      endStream(response, body);
      ignoreLateWrites(response);
      return;
    }
    const headers = status === 503 ? { "Retry-After": retryAfter } : undefined;
    const head = { status, headers, requestId, keepHeaders: undefined };
    send(request, response, head, toRendering(body));
    // Its handler knows nothing of this, and may still respond.
    ignoreLateWrites(response);
  } catch {
    // A hook of a middleware threw. A part of a response must not look whole.
    res.destroy();
  }
}

/** Announces that the connection closes after a response that has not begun; HTTP/2 has no such header. */
export function closeAfter(res: ServerResponse): void {
  if (res.headersSent || res.req.httpVersionMajor > 1) return;
  try {
    res.setHeader("Connection", "close");
  } catch {
    // A hook of a middleware threw; the connection is closed when it becomes idle.
  }
}

/** Writes a minimal problem to a socket without a response: an upgrade, or bytes that are not a request. */
export function writeMinimalProblem(socket: Duplex, status: MinimalStatus, typeBase: string): void {
  socket.on("error", () => socket.destroy());
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const { title } = statusEntry(status);
  const body = minimalBody(status, typeBase);
  const head = [
    `HTTP/1.1 ${status} ${title}`,
    "Content-Type: application/problem+json",
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Cache-Control: no-store",
    "X-Content-Type-Options: nosniff",
    ...(status === 503 ? [`Retry-After: ${retryAfter}`] : []),
    "Connection: close",
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`, () => socket.destroy());
}

// Another process behind the same address takes over at once, and a new process replaces this one soon.
const retryAfter = "1";

function minimalBody(status: MinimalStatus, typeBase: string, requestId?: string): string {
  const { code, title } = statusEntry(status);
  return JSON.stringify({ type: typeBase + code, title, status, code, requestId });
}
