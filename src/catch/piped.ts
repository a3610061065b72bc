import type { Response } from "express";

const piped: unique symbol = Symbol.for("express-backstop.piped");
interface Holder {
  [piped]?: true;
}

/** Remembers that a stream is being sent, by other means than its `pipe()`. */
export function rememberPiped(res: Response): void {
  (res as Holder)[piped] = true;
}

/** Returns true if a stream is being sent. */
export function isPiped(res: Response): boolean {
  // pipe() listens for "unpipe" on its destination.
  return res.listenerCount("unpipe") > 0 || Boolean((res as Holder)[piped]);
}
