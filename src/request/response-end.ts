import type { Response } from "express";
import { backgroundTimer } from "../express/background-timer.ts";
import { markFirstResponse } from "./first-response.ts";
import { ignoresWrites } from "./ignore-late-writes.ts";

const key: unique symbol = Symbol.for("express-backstop.ended");
interface Holder {
  [key]?: boolean | undefined;
}

/**
 * Watches whether the app ends a response whose end a middleware delays, such as one that compresses or stores a
 * session: Node learns of that end later. Costs nothing where no middleware has replaced `end`.
 */
export function watchEnd(res: Response | null | undefined): void {
  if (typeof res !== "object" || res === null || !isEndReplaced(res)) return;
  const holder = res as Holder;
  if (holder[key] !== undefined) return;
  holder[key] = false;
  const end = res.end.bind(res) as (...args: unknown[]) => Response;
  res.end = function endAndRemember(...args: unknown[]): Response {
    holder[key] = true;
    markFirstResponse(res, endAndRemember)();
    return end(...args);
  };
}

/** Forgets that the app has ended a response, where that end was held back. */
export function forgetEnd(res: Response): void {
  (res as Holder)[key] = undefined;
}

/** Returns whether the app has ended a response; undefined if a middleware delays the end and nobody watched. */
export function hasAppEnded(res: Response): boolean | undefined {
  if (res.writableEnded || ignoresWrites(res)) return true;
  const holder = res as Holder;
  return holder[key] ?? (isEndReplaced(res) ? undefined : false);
}

/** Returns true if a middleware has replaced the `end` of a response, and may delay it. */
function isEndReplaced(res: Response): boolean {
  // A watch of this package restores the method of Node as one of the response itself.
  return Object.hasOwn(res, "end") && res.end !== (Object.getPrototypeOf(res) as Response).end;
}

const maximumDelay = 1000;

/**
 * Waits for a response that the app may have ended: returns true if it finishes by itself within a second, and false
 * as soon as the app writes more.
 */
export function finishesByItself(res: Response): Promise<boolean> {
  return new Promise((resolve) => {
    const write = res.write.bind(res);
    const end = res.end.bind(res);
    const settle = (finished: boolean): void => {
      clearTimeout(timer);
      Object.assign(res, { write, end });
      resolve(finished);
    };
    const timer = backgroundTimer(() => settle(false), maximumDelay);
    res.once("finish", () => settle(true));
    res.once("close", () => settle(res.writableFinished));
    Object.assign(res, {
      write: () => (settle(false), false),
      end: () => (settle(false), res),
    });
  });
}
