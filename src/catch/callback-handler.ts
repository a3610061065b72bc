import type { NextFunction } from "express";
import { checkFunction } from "../misuse/check-function.ts";
import { begunInDevelopment } from "../misuse/development.ts";
import { failWith } from "./fail-with.ts";
import { warnOfSecond } from "./warn-of-second.ts";

/**
 * Creates an error-first callback for a Node-style API. An error goes to `next`, and so does whatever `onSuccess`
 * throws or rejects with. A second call only causes a process warning. Below `requestContext`, a failure after another
 * one of the same request is only recorded.
 *
 * @param next Express's `next`.
 * @param onSuccess Called with the results that follow the error argument. Default: calls `next()`.
 *
 * @throws {TypeError} When `next` or `onSuccess` is not a function. In development, also when the first parameter of
 *   `onSuccess` is an error by its name, or when `next` is missing.
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
    if (begunInDevelopment() && errorFirst.test(String(onSuccess))) {
      throw new TypeError(`callbackHandler: onSuccess gets no error. ${usage}.`);
    }
  } else if (begunInDevelopment() && takesResult(next)) {
    throw new TypeError(`callbackHandler: next is missing. ${usage}.`);
  }
  const fail = failWith(next);
  let called = false;

  return function handleCallback(error, ...results) {
    if (called) {
      warnOfSecond("A callback was called a second time", error);
      return;
    }
    called = true;
    if (error) {
      fail(error);
      return;
    }
    if (!onSuccess) {
      next();
      return;
    }
    // A throw in the executor and a rejection of its promise become one rejection.
    new Promise((resolve) => {
      resolve(onSuccess(...results));
    }).catch(fail);
  };
}

/** A function that takes its first result for an error. Its response would be empty. */
const errorFirst = /^(?:[\w$ ]*\(|async )?(?:_?err(?:or)?\b ?[,)=]|e ?,)/;

/**
 * Returns true for an arrow function whose first parameter is not an error by its name: a success function without a
 * `next`, which would send the error as its result. Express does not write its `next` as an arrow function.
 */
function takesResult(next: NextFunction): boolean {
  return !("prototype" in next) && resultFirst.test(String(next));
}

const resultFirst = /^(?:async )?\(?(?!_|e\b|err|function)[\w${]/;
