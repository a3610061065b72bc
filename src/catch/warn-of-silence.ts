import type { Response } from "express";
import { routeOf } from "../request/route.ts";
import type { HandlerRun } from "./next-once.ts";

const graceMilliseconds = 5000;

/**
 * Makes the watch, for development, over the promises of one handler: warns, once, of one that settled and left its
 * request without an answer. A response that a stream is piped into, or a timer answers within 5 seconds, is none.
 */
export function warnOfSilence(name: string): (turn: HandlerRun) => void {
  let warned = false;

  return function watchSilence(turn) {
    const { res } = turn;
    if (warned || turn.nextCalled || hasResponded(res)) return;
    const { req } = turn;
    const timer = setTimeout(() => {
      if (warned || turn.nextCalled || hasResponded(res)) return;
      warned = true;
      process.emitWarning(
        `${name || "A handler"} of ${req.method} ${routeOf(req) ?? "a middleware"} settled ${graceMilliseconds / 1000} seconds ago and has neither answered nor called next: its client waits.`,
        { code: "BACKSTOP_NO_ANSWER" },
      );
    }, graceMilliseconds);
    timer.unref();
    res.once("close", () => clearTimeout(timer));
  };
}

function hasResponded(res: Response): boolean {
  // pipe() listens for "unpipe" on its destination.
  return res.headersSent || res.writableEnded || res.destroyed || res.listenerCount("unpipe") > 0;
}
