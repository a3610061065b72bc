import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { Request, Response } from "express";
import { builtIn } from "../errors/built-in.ts";
import { Mishaps } from "../errors/mishaps.ts";
import { statusEntry } from "../errors/status.ts";
import { http } from "../express/node-http.ts";
import { releaseHeld } from "../request/held-response.ts";
import { ignoreLateWrites } from "../request/ignore-late-writes.ts";
import { endStream } from "./end-stream.ts";
import type { ProblemDetails } from "./problem.ts";
import { responseState } from "./response-state.ts";
import { send } from "./send.ts";
import { type ProblemSerializer, type Rendering, toBody, toRendering } from "./serialize.ts";
import { warnOfSerializer } from "./warn-of-serializer.ts";

/** A request and its response, as Node's server emits them. */
export interface RequestResponse {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
}

/** The format of minimal problems. */
export interface MinimalFormat {
  readonly typeBase: string;
  readonly serialize: ProblemSerializer | undefined;
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
  format: MinimalFormat,
): void {
  // The writers use nothing that Express adds to either.
  const request = req as Request;
  const response = res as Response;
  try {
    releaseHeld(response);
    const state = responseState(response);
    closeAfter(res);
    if (state === "finished" || state === "gone") return;
    const rendering = toMinimal(status, format, request, requestId);
    if (state !== "open") {
      endStream(response, rendering.body);
      ignoreLateWrites(response);
      return;
    }
    const headers = status === 503 ? { "Retry-After": retryAfter } : undefined;
    const head = { status, headers, requestId, keepHeaders: undefined, mishaps: new Mishaps() };
    send(request, response, head, rendering);
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

/**
 * Writes a minimal problem to a socket without a response: an upgrade, or bytes that are not a request.
 *
 * @param req The upgrade request. Default: a request of this socket without a method, a URL and headers.
 */
export function writeMinimalProblem(
  socket: Duplex,
  status: MinimalStatus,
  format: MinimalFormat,
  req: IncomingMessage = emptyRequest(socket),
): void {
  socket.on("error", () => socket.destroy());
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const { title } = statusEntry(status);
  // A serializer knows that it has the request of Node, not that of Express; see GuardProcessOptions.
  const { body, contentType } = toMinimal(status, format, req as Request);
  const head = [
    `HTTP/1.1 ${status} ${title}`,
    `Content-Type: ${contentType}`,
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

function toMinimal(
  status: MinimalStatus,
  { typeBase, serialize }: MinimalFormat,
  req: Request,
  requestId?: string,
): Rendering {
  const { code, title } = statusEntry(status);
  const problem: ProblemDetails = { type: typeBase + code, title, status, code };
  // It asks for the request id.
  if (status === 500 && requestId !== undefined) problem.detail = builtIn.internal_error.detail;
  if (status === 503) problem.retryAfter = Number(retryAfter);
  if (requestId !== undefined) problem.requestId = requestId;
  if (!serialize) return toRendering(JSON.stringify(problem));
  const mishaps = new Mishaps();
  const rendering = mishaps.attempt(() => {
    const custom = toBody(problem, req, serialize, mishaps);
    // A socket has no check of its own, as `setHeader` does.
    http.validateHeaderValue("Content-Type", custom.contentType);
    return custom;
  });
  if (mishaps.errors.length > 0) warnOfSerializer(serialize, mishaps.errors[0]);
  return rendering ?? toRendering(JSON.stringify(problem));
}

function emptyRequest(socket: Duplex): IncomingMessage {
  // The socket of a server is a net.Socket, though Node declares less for its events.
  return new http.IncomingMessage(socket as Socket);
}
