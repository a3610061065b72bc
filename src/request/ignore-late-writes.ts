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
export function ignoresWrites(res: object): boolean {
  return silent in res;
}

/** Marks such a response, also for other copies of this package. */
const silent: unique symbol = Symbol.for("express-backstop.silent");

/**
 * Replaces the methods in the way that takes less time: on Node 24 and newer, each by an assignment; on Node 20 and 22,
 * where assignments to a response are slow since Express has replaced its prototype, all of them by another prototype.
 */
function silence(res: Response): void {
  if (ignoresWrites(res)) return;
  assignsFast ??= Number.parseInt(process.versions.node, 10) >= 24;
  if (!assignsFast) {
    const prototype = Object.getPrototypeOf(res) as object;
    const version = silentVersionOf(prototype);
    Object.setPrototypeOf(res, version);
    // Only middleware, such as one that compresses, gives a response methods of its own.
    if (!Object.keys(version).some((name) => Object.hasOwn(res, name))) return;
  }
  silenceMethods(res);
}

let assignsFast: boolean | undefined;

const silentVersions = /* @__PURE__ */ new WeakMap<object, object>();

/** Returns a prototype with the silent methods that inherits the rest. */
function silentVersionOf(prototype: object): object {
  const known = silentVersions.get(prototype);
  if (known) return known;
  const version = Object.create(prototype) as object;
  silenceMethods(version);
  silentVersions.set(prototype, version);
  return version;
}

/** Those that write are reported; the others return the response, because some of them are chained. */
function silenceMethods(res: Partial<Record<SilentMember, unknown>>): void {
  res[silent] = true;
  res.write = write;
  res.end = end;
  res.writeHead = writeHead;
  res.setHeader = returnThis;
  res.setHeaders = returnThis;
  res.appendHeader = returnThis;
  res.removeHeader = returnThis;
  res.flushHeaders = returnThis;
}

type SilentMember =
  | typeof silent
  | "write"
  | "end"
  | "writeHead"
  | "setHeader"
  | "setHeaders"
  | "appendHeader"
  | "removeHeader"
  | "flushHeaders";

function write(this: Response, ...args: unknown[]): boolean {
  reportLateWrite(this);
  invokeCallback(args);
  return true;
}

function end(this: Response, ...args: unknown[]): Response {
  if (hasBody(args) || !failedRequest(this.req)?.replacesEnded) reportLateWrite(this);
  invokeCallback(args);
  return this;
}

function writeHead(this: Response): Response {
  reportLateWrite(this);
  return this;
}

function returnThis(this: Response): Response {
  return this;
}

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
