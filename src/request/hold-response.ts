import type { Response } from "express";
import { type HeldResponse, rememberHeld } from "./held-response.ts";
import { invokeCallback } from "./invoke-callback.ts";

/**
 * Switches one response to ignore writes, headers and statuses until it is released. Without this, a handler that has called
 * `res.json` and goes on to `res.end()` or `next()` would send another response before the first is checked.
 */
export function holdResponse(res: Response): HeldResponse {
  let isReleased = false;
  const restorers = [holdStatus(res)];
  for (const [name, ignored] of ignoredMethods) {
    restorers.push(holdMethod(res, name, ignored, () => isReleased));
  }
  const held: HeldResponse = {
    waits: true,
    release() {
      if (isReleased) return false;
      isReleased = true;
      forget();
      for (const restore of restorers) restore();
      return true;
    },
  };
  const forget = rememberHeld(res, held);
  return held;
}

type Method = (this: unknown, ...args: unknown[]) => unknown;
type Methods = Record<string, Method | undefined>;

/** The methods that change a response, each with a version that changes nothing. */
const ignoredMethods: readonly (readonly [name: string, ignored: Method])[] = [
  ["write", ignoreWrite],
  ["end", ignore],
  ["writeHead", ignore],
  ["flushHeaders", ignore],
  ["setHeader", ignore],
  ["setHeaders", ignore],
  ["appendHeader", ignore],
  ["removeHeader", ignore],
];

function ignore(this: unknown, ...args: unknown[]): unknown {
  invokeCallback(args);
  return this;
}

function ignoreWrite(...args: unknown[]): boolean {
  invokeCallback(args);
  return true;
}

function doNothing(): void {}

function holdMethod(
  res: Response,
  name: string,
  ignored: Method,
  isReleased: () => boolean,
): () => void {
  // Every name is a method of a response, or missing in an old Node.
  const methods = res as unknown as Methods;
  const original = methods[name];
  if (!original) return doNothing;
  const isOwn = Object.hasOwn(res, name);
  // A middleware that wraps it in the meantime goes on calling it.
  const held: Method = function heldMethod(...args) {
    return (isReleased() ? original : ignored).apply(this, args);
  };
  methods[name] = held;
  return () => {
    if (methods[name] !== held) return;
    if (isOwn) methods[name] = original;
    else Reflect.deleteProperty(methods, name);
  };
}

function holdStatus(res: Response): () => void {
  const { statusCode, statusMessage } = res;
  Object.defineProperty(res, "statusCode", {
    get: () => statusCode,
    set: doNothing,
    configurable: true,
    enumerable: true,
  });
  return () => {
    Object.defineProperty(res, "statusCode", {
      value: statusCode,
      configurable: true,
      enumerable: true,
      writable: true,
    });
    res.statusMessage = statusMessage;
  };
}
