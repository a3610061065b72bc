import type { NextFunction } from "express";
import { toError } from "../errors/to-error.ts";
import { checkFunction } from "../misuse/check-function.ts";
import { inDevelopment } from "../misuse/development.ts";
import { warnOfSecond } from "./warn-of-second.ts";

/**
 * Creates an error-first callback for a Node-style API. An error goes to `next`, and so does whatever `onSuccess`
 * throws or rejects with. A second call only causes a process warning.
 *
 * @param next Express's `next`.
 * @param onSuccess Called with the results that follow the error argument. Default: calls `next()`.
 *
 * @throws {TypeError} When `next` or `onSuccess` is not a function; unless NODE_ENV is `production`, also when the first
 *   parameter of `onSuccess` is called `err` or `error`, because it is the result.
 *
 * @example
 * app.post("/articles", (req, res, next) => {
 *   store.save(req.body, callbackHandler(next, (saved) => res.status(201).json(saved)));
 * });
 */
export function callbackHandler<Results extends unknown[]>(
  next: NextFunction,
  onSuccess?: (...results: Results) => unknown,
): (error: unknown, ...results: Results) => void {
  const usage = "Write callbackHandler(next, (saved) => res.json(saved))";
  checkFunction("callbackHandler: next", next, usage);
  if (onSuccess !== undefined) {
    checkFunction("callbackHandler: onSuccess", onSuccess, usage);
    if (onSuccess.length > 0) checkParameter(onSuccess, usage);
  }
  let called = false;

  return function handleCallback(error, ...results) {
    if (called) {
      warnOfSecond("A callback was called a second time", error);
      return;
    }
    called = true;
    if (error) {
      next(toError(error));
      return;
    }
    if (!onSuccess) {
      next();
      return;
    }
    // A throw in the executor and a rejection of its promise become one rejection.
    new Promise((resolve) => {
      resolve(onSuccess(...results));
    }).catch((thrown: unknown) => next(toError(thrown)));
  };
}

let development: boolean | undefined;

/** Refuses a function that takes its result for the error: it would respond as if nothing had been found. */
function checkParameter(onSuccess: unknown, usage: string): void {
  // Read once, because reading process.env is slow.
  if (!(development ??= inDevelopment())) return;
  const [, name] = errorFirst.exec(Function.prototype.toString.call(onSuccess)) ?? [];
  if (name === undefined) return;
  throw new TypeError(
    `callbackHandler: onSuccess gets no error, because callbackHandler passes it to next, but its first parameter is called ${name}. ${usage}.`,
  );
}

const errorFirst = /^(?:async )?(?:function ?[\w$]* ?)?\(?(err|error) ?(?:[,)]|=>)/;
