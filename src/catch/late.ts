import type { Request } from "express";
import { toRecordedError } from "../report/recorded-error.ts";
import { appsAround, stackOf } from "./express-stack.ts";

/** Hears of a failure whose request needs no answer of it: reports, and leaves the response alone. */
export type LateListener = (thrown: unknown) => void;

/** The property under which the error middleware lets itself be found among an app's layers. */
export const reportAsideKey: unique symbol = Symbol.for("express-backstop.reportAside");

const dealtWith = new WeakMap<object, LateListener>();

/** Lets the error middleware hear of later failures of a request that it has dealt with. */
export function listenForLate(req: object, listener: LateListener): void {
  dealtWith.set(req, listener);
}

/**
 * Reports a failure of a request that was dealt with already; tells whether it was. Express has run out of error
 * middleware by then, and its own last resort would cut the keep-alive connection.
 */
export function reportLate(req: object, thrown: unknown): boolean {
  const listener = dealtWith.get(req);
  listener?.(thrown);
  return listener !== undefined;
}

/**
 * Reports a failure of a handler that had passed the request on: whoever has it now answers it. Handing the failure
 * to `next` would end the chain under the feet of that handler, so the app's error middleware is asked directly.
 */
export function reportAside(req: Request, res: object, thrown: unknown): void {
  if (reportLate(req, thrown)) return;
  const report = findErrorHandler(req.app);
  if (report) report(thrown, req, res);
  else warn(thrown);
}

type ReportAside = (thrown: unknown, req: object, res: object) => void;

function findErrorHandler(app: unknown): ReportAside | undefined {
  try {
    for (const around of appsAround(app)) {
      for (const { handle } of stackOf(around).toReversed()) {
        const report = (handle as { [reportAsideKey]?: ReportAside } | undefined)?.[reportAsideKey];
        if (report) return report;
      }
    }
  } catch {
    // An app of another make: the process's own channel is left.
  }
  return undefined;
}

function warn(thrown: unknown): void {
  const { stack, message } = toRecordedError(thrown, true);
  process.emitWarning("A handler failed after it had passed the request on.", {
    code: "BACKSTOP_FAILED_ASIDE",
    detail: stack ?? message,
  });
}
