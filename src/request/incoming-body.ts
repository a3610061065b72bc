import type { Request } from "express";

/** Checks whether a request has a body that has not arrived completely. */
export function isReceiving(req: Request): boolean {
  // Node marks a request without a body as complete only after its handler ran, so the framing is read too.
  if (req.complete || req.httpVersionMajor > 1) return false;
  const { "content-length": length = "0", "transfer-encoding": coding } =
    (req.headers as typeof req.headers | undefined) ?? {};
  return coding !== undefined || length !== "0";
}

/** Checks whether the client has not sent the whole body, although there is room for more of it. */
export function isWaitingForBody(req: Request): boolean {
  const isIncomplete = req.httpVersionMajor > 1 ? isOpen(req) : isReceiving(req);
  // Where the buffer is full, the client waits for the app to read.
  return isIncomplete && req.readableLength < req.readableHighWaterMark;
}

/** The state of an HTTP/2 stream on which both sides may send: NGHTTP2_STREAM_STATE_OPEN. */
const open = 2;

function isOpen(req: Request): boolean {
  const { stream } = req as { stream?: { readonly state?: { readonly state?: number } } };
  return stream?.state?.state === open;
}

/**
 * Takes a body away from the parsers and handlers that wait for it: the app must not work on a request whose client was
 * told that it took too long. They still learn when the connection closes.
 */
export function withholdBody(req: Request): void {
  req.unpipe();
  req.removeAllListeners("data").removeAllListeners("end");
}
