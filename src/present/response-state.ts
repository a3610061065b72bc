import type { Response } from "express";

/** How far a response is: not begun, begun, ended, or without a client. */
export type ResponseState = "open" | "streaming" | "finished" | "gone";

/** Returns how far a response is. */
export function responseState(res: Response): ResponseState {
  // The compatibility API of HTTP/2 has a stream where HTTP/1 has a socket of its own.
  const { stream } = res as { stream?: { readonly destroyed?: boolean } };
  const { headersSent } = res;
  if (headersSent && res.writableEnded) return "finished";
  if (stream ? stream.destroyed : isGone(res)) return "gone";
  // HTTP/2 ends a response before it writes its head; where that fails, no other head can be written.
  return headersSent || (stream && res.writableEnded) ? "streaming" : "open";
}

function isGone(res: Response): boolean {
  return res.destroyed || res.socket?.destroyed === true || res.req.aborted;
}

/** Checks whether nothing more can be sent. */
export function isEnded(res: Response): boolean {
  const state = responseState(res);
  return state === "finished" || state === "gone";
}
