import type { Request, Response } from "express";
import { appsAround, stackOf } from "../express/layers.ts";
import { toRecordedError } from "../report/recorded-error.ts";
import { type FailedRequest, failedRequest, type LateFailureListener } from "./failed-request.ts";

/** The property under which the error middleware lets itself be found among an app's layers. */
export const lateFailureKey: unique symbol = Symbol.for("express-backstop.reportAside");

/**
 * Reports a failure of a request that was dealt with already; tells whether it was. Express has run out of error
 * middleware by then, and its own last resort would cut the keep-alive connection.
 */
export function reportAfterHandled(
  failed: FailedRequest | undefined,
  req: Request,
  thrown: unknown,
): boolean {
  if (!failed?.onLateFailure || !failed.res) return false;
  failed.onLateFailure(thrown, req, failed.res);
  return true;
}

/**
 * Reports a failure of a handler that had passed the request on: whoever has it now answers it. Handing the failure
 * to `next` would end the chain under the feet of that handler, so the app's error middleware is asked directly.
 */
export function reportDetached(req: Request, res: Response, thrown: unknown): void {
  if (reportAfterHandled(failedRequest(req), req, thrown)) return;
  const report = findErrorHandler(req.app);
  if (report) report(thrown, req, res);
  else warn(thrown);
}

function findErrorHandler(app: unknown): LateFailureListener | undefined {
  try {
    for (const around of appsAround(app)) {
      for (const { handle } of stackOf(around).toReversed()) {
        const report = (handle as { [lateFailureKey]?: LateFailureListener } | undefined)?.[
          lateFailureKey
        ];
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
