import type { Request, Response } from "express";
import type { ErrorHeaders } from "../raise/http-error.ts";
import { dropAbandonedHeaders, setErrorHeaders } from "./headers.ts";

/** How far a response had come when its request failed. */
export type ResponseState = "open" | "streaming" | "finished" | "gone";

/** The finished answer. */
export interface Answer {
  readonly status: number;
  readonly headers: ErrorHeaders | undefined;
  readonly body: string;
  readonly contentType: string;
  readonly requestId: string;
}

/** Tells how far the response has come. */
export function responseState(res: Response): ResponseState {
  if (res.writableEnded) return "finished";
  if (res.destroyed || res.socket?.destroyed || res.req?.aborted) return "gone";
  return res.headersSent ? "streaming" : "open";
}

/** Ends the response as its state allows; the only writer of a response. */
export function send(req: Request, res: Response, state: ResponseState, answer: Answer): void {
  if (state === "open") return sendWhole(req, res, answer);
  if (state === "streaming") return endStream(res, answer);
  // Finished: the keep-alive socket belongs to the next request. Gone: nobody reads.
}

function sendWhole(req: Request, res: Response, answer: Answer): void {
  dropAbandonedHeaders(res);
  res.statusCode = answer.status;
  // HTTP/2 has none and warns of it.
  if (req.httpVersionMajor === 1) res.statusMessage = "";
  res.setHeader("Content-Type", answer.contentType);
  res.setHeader("Cache-Control", "no-store");
  res.setHeader("X-Content-Type-Options", "nosniff");
  res.setHeader("X-Request-Id", answer.requestId);
  if (answer.headers) setErrorHeaders(res, answer.headers);
  if (!isReceiving(req)) {
    res.end(answer.body);
    return;
  }
  sendWhileReceiving(req, res, answer.body);
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
  const end = (): void => {
    clearTimeout(timer);
    res.end();
  };
  const timer = setTimeout(end, lingerMilliseconds);
  timer.unref();
  req.once("end", end).once("error", end).once("close", end);
  req.unpipe();
  req.resume();
  if (req.method === "HEAD") res.flushHeaders();
  else res.write(body);
}

/** The head is out, so only the end can tell: in a format that has a place for it, else by a broken connection. */
function endStream(res: Response, answer: Answer): void {
  const type = String(res.getHeader("content-type") ?? "");
  const line = answer.body.replaceAll(/[\r\n]+/g, " ");
  if (type.startsWith("text/event-stream")) {
    res.end(`event: problem\ndata: ${line}\n\n`);
    return;
  }
  if (/^application\/(x-)?ndjson|^application\/jsonl/.test(type)) {
    res.end(`{"problem":${line}}\n`);
    return;
  }
  const { socket } = res;
  // Where only the close marks the end of the body, a normal close would make half of it look whole.
  const closeDelimited = !res.hasHeader("content-length") && !res.chunkedEncoding;
  if (closeDelimited && socket && "resetAndDestroy" in socket) socket.resetAndDestroy();
  else res.destroy();
}
