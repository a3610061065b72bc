import type { Request, Response } from "express";
import type { ErrorHeaders } from "../errors/http-error.ts";
import { endStream } from "./end-stream.ts";
import { dropAbandonedHeaders, setErrorHeaders } from "./headers.ts";
import type { Rendering } from "./serialize.ts";

/** How far a response had come when its request failed; `aside` when somebody else answers it. */
export type ResponseState = "open" | "streaming" | "finished" | "gone" | "aside";

/** Tells how far the response has come. */
export function responseState(res: Response): ResponseState {
  // HTTP/2's compatibility API has a stream where HTTP/1 has a socket of its own.
  const { stream } = res as { stream?: { readonly destroyed?: boolean } };
  const { headersSent } = res;
  if (headersSent && res.writableEnded) return "finished";
  if (stream ? stream.destroyed : isGone(res)) return "gone";
  // HTTP/2 ends a response before it writes its head; where that fails, no other can be written.
  return headersSent || (stream && res.writableEnded) ? "streaming" : "open";
}

function isGone(res: Response): boolean {
  return res.destroyed || res.socket?.destroyed === true || res.req.aborted;
}

/** What of an error is no body. */
export interface Head {
  readonly status: number;
  readonly headers?: ErrorHeaders | undefined;
}

/** Ends the response as its state allows; the only writer of a response. */
export function send(
  req: Request,
  res: Response,
  state: ResponseState,
  head: Head,
  rendering: Rendering,
  requestId: string,
): void {
  if (state === "open") return sendWhole(req, res, head, rendering, requestId);
  if (state === "streaming") return endStream(res, rendering.body);
  // Finished: the keep-alive socket belongs to the next request. Gone: nobody reads. Aside: not ours to answer.
}

function sendWhole(
  req: Request,
  res: Response,
  { status, headers }: Head,
  { body, contentType, policy, negotiated }: Rendering,
  requestId: string,
): void {
  // Node adds no length of its own where one was taken away.
  if (dropAbandonedHeaders(res)) res.setHeader("Content-Length", Buffer.byteLength(body));
  res.statusCode = status;
  // HTTP/2 has no such thing and warns of it.
  if (req.httpVersionMajor < 2 && res.statusMessage) res.statusMessage = "";
  res.setHeader("Content-Type", contentType);
  res.setHeader("Cache-Control", "no-store");
  res.setHeader("X-Content-Type-Options", "nosniff");
  res.setHeader("X-Request-Id", requestId);
  if (headers) setErrorHeaders(res, headers);
  if (policy !== undefined) res.setHeader("Content-Security-Policy", policy);
  if (negotiated) res.vary("Accept");
  if (!isReceiving(req)) {
    res.end(body);
    return;
  }
  sendWhileReceiving(req, res, body);
}

/** Node marks a request without a body complete only after its handler ran, so the framing is asked too. */
function isReceiving(req: Request): boolean {
  if (req.complete || req.httpVersionMajor > 1) return false;
  const { "content-length": length = "0", "transfer-encoding": coding } = req.headers;
  return coding !== undefined || length !== "0";
}

const lingerMilliseconds = 1000;

/**
 * Answers at once while the client is still sending: the socket stays open until the body has arrived, one second
 * at most, because closing it under an upload resets the connection before the client has read the answer.
 */
function sendWhileReceiving(req: Request, res: Response, body: string): void {
  res.setHeader("Connection", "close");
  res.setHeader("Content-Length", Buffer.byteLength(body));
  // Taken now: the response is muted for all others when this is called.
  const endResponse = res.end.bind(res);
  const end = (): void => {
    clearTimeout(timer);
    endResponse();
  };
  const timer = setTimeout(end, lingerMilliseconds);
  timer.unref();
  req.once("end", end).once("error", end).once("close", end);
  req.unpipe();
  req.resume();
  if (req.method === "HEAD") res.flushHeaders();
  else res.write(body);
}
