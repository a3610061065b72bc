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
  const { end: current } = res as { readonly end: unknown };
  // A made-up response may have no such method.
  return typeof current === "function" && silent in current;
}

/** Marks the `end` of such a response, also for other copies of this package. */
const silent: unique symbol = Symbol.for("express-backstop.silent");

/**
 * Replaces the methods. On Node 24 and newer, eight assignments take less time than a new prototype. On Node 20 and 22,
 * where Express has replaced the prototype, each takes longer than another prototype.
 */
function silence(res: Response): void {
  if (hasFastAssignments()) {
    silenceMembers(res);
    return;
  }
  const prototype = Object.getPrototypeOf(res) as Response;
  if (ignoresWrites(prototype)) return;
  Object.setPrototypeOf(res, silentVersionOf(prototype));
  for (const name of silentNames) {
    // Middleware that compresses has its own.
    if (Object.hasOwn(res, name)) Object.assign(res, { [name]: silentMethods[name] });
  }
}

let fastAssignments: boolean | undefined;

function hasFastAssignments(): boolean {
  return (fastAssignments ??= Number.parseInt(process.versions.node, 10) >= 24);
}

function silenceMembers(res: Record<SilentMethod, unknown>): void {
  res.write = write;
  res.end = end;
  res.writeHead = writeHead;
  res.setHeader = returnThis;
  res.setHeaders = returnThis;
  res.appendHeader = returnThis;
  res.removeHeader = doNothing;
  res.flushHeaders = doNothing;
}

const silentVersions = /* @__PURE__ */ new WeakMap<object, object>();

/** Returns a prototype with the silent methods that inherits the rest. */
function silentVersionOf(prototype: object): object {
  const known = silentVersions.get(prototype);
  if (known) return known;
  const version = Object.assign(Object.create(prototype) as object, silentMethods);
  silentVersions.set(prototype, version);
  return version;
}

/** Those that write are reported; those that can be chained return the response. */
function write(this: Response, ...args: unknown[]): boolean {
  reportLateWrite(this);
  invokeCallback(args);
  return true;
}

const end = /* @__PURE__ */ Object.assign(
  function end(this: Response, ...args: unknown[]): Response {
    if (hasBody(args) || !failedRequest(this.req)?.replacesEnded) reportLateWrite(this);
    invokeCallback(args);
    return this;
  },
  { [silent]: true },
);

function writeHead(this: Response): Response {
  reportLateWrite(this);
  return this;
}

const silentMethods = {
  write,
  end,
  writeHead,
  setHeader: returnThis,
  setHeaders: returnThis,
  appendHeader: returnThis,
  removeHeader: doNothing,
  flushHeaders: doNothing,
};

type SilentMethod = keyof typeof silentMethods;

const silentNames = /* @__PURE__ */ Object.keys(silentMethods) as readonly SilentMethod[];

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
