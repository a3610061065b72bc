import type { Response } from "express";
import { markPlace } from "../errors/stack.ts";

const key: unique symbol = Symbol.for("express-backstop.firstResponse");
interface Holder {
  [key]?: Error;
}

/** Remembers where in the code a response is sent, for developers. */
export function watchFirstResponse(res: Response): void {
  // Emitted within end(), so the stack leads to its caller.
  res.once("prefinish", () => {
    (res as Holder)[key] = markPlace("The first response was sent here");
  });
}

/** Returns the place where a response was sent, if it was watched. */
export function firstResponseOf(res: object): Error | undefined {
  return (res as Holder)[key];
}
