import type { Response } from "express";
import { markPlace } from "../errors/stack.ts";

const key: unique symbol = Symbol.for("express-backstop.firstResponse");
interface Holder {
  /** The place where the response was sent; undefined until then, absent if nobody asks for it. */
  [key]?: Error | undefined;
}

/** Remembers where in the code a response is sent, for developers. */
export function watchFirstResponse(res: Response): void {
  (res as Holder)[key] = undefined;
  // Emitted within end(), so the stack leads to its caller.
  res.once?.("prefinish", function onPrefinish() {
    markFirstResponse(res, onPrefinish)();
  });
}

/**
 * Takes the current place in the code for the one that sends a response, and returns a function to call when it is
 * sent: a check, or a middleware that compresses, sends it later, when no frame of the handler is left. Does nothing
 * for a response that is not watched, or that was sent.
 *
 * @param below The function of this package that the handler has called. Default: this one.
 */
export function markFirstResponse(
  res: Response,
  below: (...args: never[]) => unknown = markFirstResponse,
): () => void {
  const holder = res as Holder;
  if (!(key in holder) || holder[key]) return doNothing;
  const place = markPlace("The first response was sent here", below);
  return () => {
    holder[key] ??= place;
  };
}

function doNothing(): void {}

/** Returns the place where a response was sent, if it was watched. */
export function firstResponseOf(res: object): Error | undefined {
  return (res as Holder)[key];
}
