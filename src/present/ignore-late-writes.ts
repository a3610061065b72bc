import type { Response } from "express";

/**
 * Makes an answered response ignore whatever is still sent through it: a handler that goes on after `next(error)`,
 * or answers after its deadline, would throw where nobody catches. The first attempt is heard, as an Error.
 */
export function ignoreLateWrites(res: Response, heard: (attempt: Error) => void): void {
  // Middleware that ends a response later, such as a session's, still has to write the head.
  if (!res.headersSent) {
    res.once("finish", () => ignoreLateWrites(res, heard));
    return;
  }
  let told = false;
  const tell = (): void => {
    if (told) return;
    told = true;
    heard(new Error("A second answer was sent; the first was out already"));
  };
  // Own properties, so that only this response is deaf.
  Object.assign(res, ignoringMethods, {
    write(...args: unknown[]): boolean {
      tell();
      invokeCallback(args);
      return true;
    },
    end(...args: unknown[]): Response {
      tell();
      invokeCallback(args);
      return res;
    },
    writeHead(): Response {
      tell();
      return res;
    },
  });
}

// Chained by their callers, like the methods they stand for.
const ignoringMethods = {
  setHeader: returnThis,
  setHeaders: returnThis,
  appendHeader: returnThis,
  removeHeader: ignore,
  flushHeaders: ignore,
};

function returnThis(this: Response): Response {
  return this;
}

function ignore(): void {}

/** A stream that is piped into the response waits for its callback. */
function invokeCallback(args: readonly unknown[]): void {
  const callback = args.at(-1);
  if (typeof callback === "function") process.nextTick(callback);
}
