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
  const prototype = Object.getPrototypeOf(res) as object;
  if (Object.hasOwn(prototype, silent)) return;
  // Of this response alone. A prototype that is shared costs less than eight properties for each failed request.
  Object.setPrototypeOf(res, silentVersionOf(prototype));
  for (const name of silentNames) {
    // Middleware that compresses has its own.
    if (Object.hasOwn(res, name)) Object.assign(res, { [name]: silentMethods[name] });
  }
}

/** Marks the prototypes made here. */
const silent: unique symbol = Symbol.for("express-backstop.silent");

const silentVersions = new WeakMap<object, object>();

/** Returns a prototype with the silent methods that inherits the rest. */
function silentVersionOf(prototype: object): object {
  const known = silentVersions.get(prototype);
  if (known) return known;
  const version = Object.assign(Object.create(prototype) as object, silentMethods, {
    [silent]: true,
  });
  silentVersions.set(prototype, version);
  return version;
}

/** Those that write are reported; those that can be chained return the response. */
const silentMethods = {
  write(this: Response, ...args: unknown[]): boolean {
    reportLateWrite(this);
    invokeCallback(args);
    return true;
  },
  end(this: Response, ...args: unknown[]): Response {
    if (hasBody(args) || !failedRequest(this.req)?.replacesEnded) reportLateWrite(this);
    invokeCallback(args);
    return this;
  },
  writeHead(this: Response): Response {
    reportLateWrite(this);
    return this;
  },
  setHeader: returnThis,
  setHeaders: returnThis,
  appendHeader: returnThis,
  removeHeader: doNothing,
  flushHeaders: doNothing,
};

const silentNames = /* @__PURE__ */ Object.keys(
  silentMethods,
) as readonly (keyof typeof silentMethods)[];

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
