import type { Response } from "express";

/**
 * Makes a response that was sent ignore all later writes. A handler that goes on after its failure, or responds after
 * the deadline, would otherwise throw where nobody catches.
 *
 * @param onLateWrite Called with an error for the first late write.
 */
export function ignoreLateWrites(res: Response, onLateWrite: (error: Error) => void): void {
  // Middleware that ends a response later, such as one that stores a session, still has to write the head.
  if (!res.headersSent) {
    res.once("finish", () => ignoreLateWrites(res, onLateWrite));
    return;
  }
  let reported = false;
  const report = (): void => {
    if (reported) return;
    reported = true;
    onLateWrite(new Error("A second response was sent; the first stands"));
  };
  // Own properties, so that Express and other responses stay as they are.
  Object.assign(res, silentMethods, {
    write(...args: unknown[]): boolean {
      report();
      invokeCallback(args);
      return true;
    },
    end(...args: unknown[]): Response {
      report();
      invokeCallback(args);
      return res;
    },
    writeHead(): Response {
      report();
      return res;
    },
  });
}

/** The methods whose late calls are not worth a report; those that can be chained return the response. */
const silentMethods = {
  setHeader: returnThis,
  setHeaders: returnThis,
  appendHeader: returnThis,
  removeHeader: doNothing,
  flushHeaders: doNothing,
};

function returnThis(this: Response): Response {
  return this;
}

function doNothing(): void {}

/** A stream that is piped into the response waits for its callback. */
function invokeCallback(args: readonly unknown[]): void {
  const callback = args.at(-1);
  if (typeof callback === "function") process.nextTick(callback);
}
