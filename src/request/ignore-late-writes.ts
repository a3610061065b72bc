import type { Request, Response } from "express";
import { failedRequest } from "./failed-request.ts";
import { invokeCallback } from "./invoke-callback.ts";

/**
 * Switches a response that was sent to ignore all later writes, and to report the first. A handler that goes on after its
 * failure, or responds after the deadline, would otherwise throw where nobody catches.
 */
export function ignoreLateWrites(res: Response): void {
  // A made-up response, as unit tests have them, has no later writes.
  if (typeof res.once !== "function") return;
  // Middleware that ends a response later, such as one that stores a session, still has to write the head.
  if (!res.headersSent) {
    res.once("finish", () => ignoreLateWrites(res));
    return;
  }
  try {
    silence(res);
  } catch {
    // Middleware may have made a method read-only, or the response frozen.
  }
}

/** Returns true if a response ignores what is written to it. */
export function ignoresWrites(res: Response): boolean {
  return silent in res.end;
}

/** Marks the `end` of such a response, also for other copies of this package. */
const silent: unique symbol = Symbol.for("express-backstop.silent");

/** One assignment after the other: Node 24 does them all in the time that a loop takes for one, or a new prototype. */
function silence(res: Record<SilentMethod, unknown>): void {
  res.write = silentMethods.write;
  res.end = silentMethods.end;
  res.writeHead = silentMethods.writeHead;
  res.setHeader = returnThis;
  res.setHeaders = returnThis;
  res.appendHeader = returnThis;
  res.removeHeader = doNothing;
  res.flushHeaders = doNothing;
}

type SilentMethod =
  | "write"
  | "end"
  | "writeHead"
  | "setHeader"
  | "setHeaders"
  | "appendHeader"
  | "removeHeader"
  | "flushHeaders";

/** Those that write are reported; those that can be chained return the response. */
const silentMethods = {
  write(this: Response, ...args: unknown[]): boolean {
    reportLateWrite(this);
    invokeCallback(args);
    return true;
  },
  end: /* @__PURE__ */ Object.assign(
    function end(this: Response, ...args: unknown[]): Response {
      if (hasBody(args) || !failedRequest(this.req)?.replacesEnded) reportLateWrite(this);
      invokeCallback(args);
      return this;
    },
    { [silent]: true },
  ),
  writeHead(this: Response): Response {
    reportLateWrite(this);
    return this;
  },
};

function returnThis(this: Response): Response {
  return this;
}

function doNothing(): void {}

function hasBody([chunk]: readonly unknown[]): boolean {
  return typeof chunk === "string" || chunk instanceof Uint8Array;
}

function reportLateWrite(res: Response): void {
  const req: Request = res.req;
  const failed = failedRequest(req);
  if (!failed || failed.hasLateWrite) return;
  failed.hasLateWrite = true;
  failed.onLateFailure?.(new Error("A second response was sent; the first stands"), req, res);
}
