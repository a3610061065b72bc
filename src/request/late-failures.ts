import type { Request, Response } from "express";
import { appsAround, stackOf } from "../express/layers.ts";
import { indent } from "../inspect/indent.ts";
import { toRecordedError } from "../inspect/recorded-error.ts";
import { type FailedRequest, failedRequest, type LateFailureListener } from "./failed-request.ts";

/** The property by which the error middleware is found among the layers of an app. */
export const lateFailureKey: unique symbol = Symbol.for("express-backstop.onLateFailure");

/**
 * Reports a failure of a request that the error middleware has handled already, and returns whether it had. Express
 * has no error middleware left by then, and its own default handler would close the keep-alive connection.
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
 * Reports a failure of a handler that has passed the request on: a later handler sends the response. Passing the
 * failure to `next` would end that handler's request, so the error middleware of the app is called directly.
 */
export function reportDetached(req: Request, res: Response, thrown: unknown): void {
  if (reportAfterHandled(failedRequest(req), req, thrown)) return;
  const report = findErrorHandler(req?.app);
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
    // The app is not one of Express; the warning remains.
  }
  return undefined;
}

function warn(thrown: unknown): void {
  const { stack, message } = toRecordedError(thrown, true);
  process.emitWarning("A handler failed after it had passed the request on.", {
    code: "BACKSTOP_FAILED_DETACHED",
    detail: indent(stack ?? message),
  });
}
