import type { Response } from "express";
import { readMember } from "../misuse/read-member.ts";
import { hasAppEnded } from "../request/response-end.ts";

/**
 * How far a response is: not begun, begun, ended by the app, or without a client. `ending` is one that has begun and
 * may have been ended, where a middleware delays the end.
 */
export type ResponseState = "open" | "streaming" | "ending" | "finished" | "gone";

/** Returns how far a response is. */
export function responseState(res: Response): ResponseState {
  // The compatibility API of HTTP/2 has a stream where HTTP/1 has a socket of its own.
  const stream = readMember(res, "stream") as { readonly destroyed?: boolean } | undefined;
  const { headersSent } = res;
  const hasEnded = hasAppEnded(res);
  // HTTP/2 ends a response before it writes its head; where that fails, the response has not been sent.
  if (hasEnded && (headersSent || !res.writableEnded)) return "finished";
  if (stream ? stream.destroyed : isGone(res)) return "gone";
  if (headersSent && hasEnded === undefined) return "ending";
  // Nor can another head be written.
  return headersSent || (stream && res.writableEnded) ? "streaming" : "open";
}

function isGone(res: Response): boolean {
  // A made-up response, as unit tests have them, has no request.
  const { req } = res as { req?: Response["req"] };
  // A pipelined response that waits behind another one has no socket yet; its request has.
  const isClosed = (res.socket ?? req?.socket)?.destroyed === true;
  return res.destroyed || isClosed || req?.aborted === true;
}

/** Checks whether nothing more can be sent. */
export function isEnded(res: Response): boolean {
  const state = responseState(res);
  return state === "finished" || state === "gone";
}
