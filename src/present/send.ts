import type { Request, Response } from "express";
import type { ErrorHeaders } from "../errors/http-error.ts";
import type { Mishaps } from "../errors/mishaps.ts";
import { backgroundTimer } from "../express/background-timer.ts";
import { isReceiving } from "../request/incoming-body.ts";
import { requestIdHeader } from "../request/request-id.ts";
import { dropAbandonedHeaders, setErrorHeaders } from "./headers.ts";
import type { Rendering } from "./serialize.ts";

/** The head of a problem response. */
export interface ProblemHead {
  readonly status: number;
  readonly headers: ErrorHeaders | undefined;
  readonly requestId: string;
  /** Names, in lower case, of further headers that stay. */
  readonly keepHeaders: ReadonlySet<string> | undefined;
  /** Collects the headers that are left out. */
  readonly mishaps: Mishaps;
}

/** Sends a whole response; nothing of it has been sent before. */
export function send(
  req: Request,
  res: Response,
  { status, headers, requestId, keepHeaders, mishaps }: ProblemHead,
  { body, contentType, policy, negotiated, language }: Rendering,
): void {
  const dropped = dropAbandonedHeaders(res, keepHeaders);
  // Node adds no length of its own where one was removed, nor for HTTP/1.0, whose connection it would close.
  if (dropped.length || (req.httpVersionMinor === 0 && req.httpVersionMajor === 1)) {
    res.setHeader("Content-Length", Buffer.byteLength(body));
  }
  res.statusCode = status;
  // HTTP/2 has no status message and warns of one.
  if (req.httpVersionMajor < 2 && res.statusMessage) res.statusMessage = "";
  res.setHeader("Content-Type", contentType);
  res.setHeader("Cache-Control", "no-store");
  res.setHeader("X-Content-Type-Options", "nosniff");
  res.setHeader(requestIdHeader, requestId);
  if (language !== undefined) res.setHeader("Content-Language", language);
  if (headers) setErrorHeaders(res, headers, mishaps);
  if (language !== undefined) res.vary("Accept-Language");
  if (policy !== undefined) res.setHeader("Content-Security-Policy", policy);
  if (negotiated) res.vary("Accept");
  if (isReceiving(req)) sendWhileReceiving(req, res, body);
  else res.end(body);
  if (dropped.encoding && req.method !== "HEAD") checkEncoding(res);
}

/**
 * Middleware that compresses decides when the head is written, and does so once. Where writing the head failed, it goes
 * on compressing, but its Content-Encoding was removed with the other headers: nobody could read the body.
 */
function checkEncoding(res: Response): void {
  // Middleware that compresses adds a method to flush what it holds.
  const compresses = "flush" in res && !res.writableEnded;
  if (!compresses || res.hasHeader("content-encoding")) return;
  throw new Error("A middleware encodes the body of a response whose Content-Encoding was removed");
}

const lingerMilliseconds = 1000;

/**
 * Responds while the client is still sending. The socket stays open until the body has arrived, one second at most,
 * because closing it during an upload resets the connection before the client has read the response.
 */
function sendWhileReceiving(req: Request, res: Response, body: string): void {
  res.setHeader("Connection", "close");
  res.setHeader("Content-Length", Buffer.byteLength(body));
  // Bound now, because the response ignores all later writes.
  const endResponse = res.end.bind(res);
  const end = (): void => {
    clearTimeout(timer);
    try {
      endResponse();
    } catch {
      // A hook of another middleware threw, in a listener, where nobody would catch it.
      res.destroy();
    }
  };
  const timer = backgroundTimer(end, lingerMilliseconds);
  req.once("end", end).once("error", end).once("close", end);
  req.unpipe();
  req.resume();
  if (req.method === "HEAD") res.flushHeaders();
  else res.write(body);
}
