import type { EventEmitter } from "node:events";
import type { NextFunction } from "express";
import { checkFunction } from "../misuse/check-function.ts";
import { failWith } from "./fail-with.ts";
import { warnOfSecond } from "./warn-of-second.ts";

/**
 * Passes the first `error` event of an emitter to `next`. Every later `error` event only causes a process warning. An
 * `error` event without a listener would end the process. Below `requestContext`, a failure after another one of the same
 * request is only recorded.
 *
 * @param emitter An emitter of `error` events: a stream, a socket, a worker, a child process.
 * @param next Express's `next`.
 * @returns The emitter.
 *
 * @throws {TypeError} When `emitter` has no `on` method, or `next` is not a function.
 *
 * @example
 * app.post("/import", (req, res, next) => {
 *   const worker = guardEmitter(new Worker(file), next);
 *   worker.once("message", (count) => res.json({ count }));
 * });
 */
export function guardEmitter<Emitter extends Pick<EventEmitter, "on">>(
  emitter: Emitter,
  next: NextFunction,
): Emitter {
  const usage = "Write guardEmitter(stream, next)";
  checkFunction(
    `guardEmitter: the emitter's "on"`,
    (emitter as Partial<Emitter> | null)?.on,
    usage,
  );
  // A refused emitter fails all the same, and nobody listens for it.
  if (typeof next !== "function") emitter.on("error", () => {});
  checkFunction("guardEmitter: next", next, usage);
  const fail = failWith(next);
  let failed = false;

  emitter.on("error", (error: unknown) => {
    if (failed) {
      warnOfSecond("An emitter failed a second time", error);
      return;
    }
    failed = true;
    fail(error);
  });
  return emitter;
}
