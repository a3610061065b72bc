import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import type { Request, Response } from "express";
import { statusEntry } from "../errors/status.ts";
import { responseState, send } from "./send.ts";

/** A request and its response, as Node's server has them. */
export interface RequestResponse {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
}

/** The statuses of the problems that tell nothing but themselves. */
export type MinimalStatus = 400 | 408 | 413 | 431 | 500 | 503;

/**
 * Ends an exchange with a problem made of constants and the request id, and has its connection closed. A stream
 * under way is ended so that the client can tell; a finished answer stays as it is.
 */
export function sendMinimalProblem(
  { req, res }: RequestResponse,
  status: MinimalStatus,
  requestId: string,
  typeBase: string,
): void {
  // The writer uses nothing that Express adds to either.
  const request = req as Request;
  const response = res as Response;
  try {
    const state = responseState(response);
    closeAfter(res);
    const head = { status, headers: status === 503 ? { "Retry-After": retryAfter } : undefined };
    const body = minimalBody(status, typeBase, requestId);
    const rendering = { body, contentType: "application/problem+json" };
    send(request, response, state, head, rendering, requestId);
  } catch {
    // Somebody's hook on the response threw. Half an answer must not look whole.
    res.destroy();
  }
}

/** Announces on an answer not yet begun that the connection closes after it; HTTP/2 has no word for that here. */
export function closeAfter(res: ServerResponse): void {
  if (res.headersSent || res.req.httpVersionMajor > 1) return;
  try {
    res.setHeader("Connection", "close");
  } catch {
    // Somebody's hook on the response threw; its connection is closed when it falls idle.
  }
}

/** Writes a bare problem to a socket that has no response: an upgrade, or bytes that were no request. */
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

// Another process behind the same address takes over at once, and a new one in this place soon.
const retryAfter = "1";

function minimalBody(status: MinimalStatus, typeBase: string, requestId?: string): string {
  const { code, title } = statusEntry(status);
  return JSON.stringify({ type: typeBase + code, title, status, code, requestId });
}
