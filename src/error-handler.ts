import type { ErrorRequestHandler, NextFunction, Request, Response } from "express";
import { warnAtStart } from "./doctor/warn-at-start.ts";
import { warnOfIgnoredStatus } from "./doctor/warn-of-ignored-status.ts";
import {
  type ErrorHandlerOptions,
  type ResolvedOptions,
  resolveOptions,
} from "./error-handler-options.ts";
import type { Failure, ResponseOutcome } from "./errors/failure.ts";
import { Mishaps } from "./errors/mishaps.ts";
import { optionCheck } from "./errors/option-check.ts";
import { inDevelopment, isRunByDeveloper } from "./misuse/development.ts";
import { notCalled } from "./misuse/not-called.ts";
import { whenLoaded } from "./misuse/when-loaded.ts";
import { normalizer } from "./normalize/normalize.ts";
import { present, toPresented } from "./present/present.ts";
import { isFirstPart, type Presented, presentKey, type Presenter } from "./present/presented.ts";
import { isEnded } from "./present/response-state.ts";
import { report } from "./report/report.ts";
import { checkDeclared } from "./request/declared-errors.ts";
import { isFirstReport, rememberFailed } from "./request/failed-request.ts";
import { releaseHeld } from "./request/held-response.ts";
import { ignoreLateWrites } from "./request/ignore-late-writes.ts";
import { lateFailureKey } from "./request/late-failures.ts";
import { requestIds } from "./request/request-id.ts";
import { traceId } from "./request/trace-id.ts";

/**
 * Creates the central error middleware. It turns whatever is thrown, rejected or passed to `next` into one safe JSON
 * problem (RFC 9457) for the client and one record for the operator. Mount it last.
 *
 * @param options Mappers, the format of problems, reporters.
 *
 * @throws {TypeError} When an option is unknown or has the wrong type, or when Express calls it with a failure, as from
 * `app.use(errorHandler)` without the parentheses.
 *
 * @example
 * app.use(notFoundHandler());
 * app.use(errorHandler({ mappers: [postgres()] }));
 */
export function errorHandler(
  options?: ErrorHandlerOptions,
  ...misplaced: readonly never[]
): ErrorRequestHandler;
// With four parameters, this function gets the failures of an app that mounts it without the parentheses.
export function errorHandler(
  options: ErrorHandlerOptions | undefined,
  misplaced?: unknown,
  _third?: unknown,
  _fourth?: unknown,
): ErrorRequestHandler {
  if (misplaced !== undefined) throw notCalled("errorHandler", { cause: options });
  const { onFailure, onLateFailure, presentPart } = failureListeners(resolveOptions(options));
  warnAtStart();

  function errorHandler(thrown: unknown, req: Request, res: Response, next: NextFunction): void {
    onFailure(thrown, req, res);
    // A made-up response, as unit tests have them, cannot be sent.
    if (typeof res.getHeaderNames !== "function") next(thrown);
  }
  return Object.defineProperties(errorHandler, {
    [lateFailureKey]: { value: onLateFailure },
    [presentKey]: { value: presentPart },
  });
}

type FailureListener = (this: void, thrown: unknown, req: Request, res: Response) => void;

interface FailureListeners {
  /** Responds to a failure and reports it. */
  readonly onFailure: FailureListener;
  /** Reports a failure whose request needs no response for it. */
  readonly onLateFailure: FailureListener;
  /** Presents and reports one of several failures, whose problems the handler sends in one response. */
  readonly presentPart: Presenter;
}

function failureListeners(options: ResolvedOptions): FailureListeners {
  const normalize = normalizer(options.mappers, options.validationStatus);
  const identify = requestIds();
  const warnsOfStatus = isRunByDeveloper();
  const diagnose = inDevelopment();
  const isUndeclared = diagnose ? checkDeclared : undefined;
  if (diagnose) {
    whenLoaded(import("./errors/option-warning.ts"), ({ warnOfMistake }) => {
      optionCheck.warn = warnOfMistake;
    });
  }
  const reporting = { reporters: options.reporters, redact: options.redact, isUndeclared };

  function onFailure(thrown: unknown, req: Request, res: Response): void {
    const failed = rememberFailed(req);
    releaseHeld(res);
    const isFirst = isFirstReport(failed, thrown);
    // The same failure may arrive in two ways. The response depends on its own state alone.
    if (!isFirst && isEnded(res)) return;

    const failure = toFailure(thrown, req, res);
    // The client first: a slow reporter must not delay it, and the record can say what became of the response.
    const outcome = present(failure, req, res, options);
    failed.onLateFailure = onLateFailure;
    failed.res = res;
    if (outcome instanceof Promise) {
      void outcome.then((known) => conclude(failure, req, res, known, isFirst));
    } else conclude(failure, req, res, outcome, isFirst);
  }

  function conclude(
    failure: Failure,
    req: Request,
    res: Response,
    outcome: ResponseOutcome,
    isFirst: boolean,
  ): void {
    const hasResponded = outcome === "sent" || outcome === "truncated";
    // A response always has its record, even where its failure was reported before.
    if (isFirst || hasResponded) {
      report(failure, req, res, outcome, reporting);
    }
    if (hasResponded) ignoreLateWrites(res);
    if (warnsOfStatus && !failure.by && failure.error.code === "internal_error") {
      warnOfIgnoredStatus(failure.thrown);
    }
  }

  function onLateFailure(thrown: unknown, req: Request, res: Response): void {
    if (!isFirstReport(rememberFailed(req), thrown)) return;
    const failure = toFailure(thrown, req, res);
    report(failure, req, res, "late", reporting);
  }

  function presentPart(thrown: unknown, req: Request, res: Response): Presented {
    const failure = toFailure(thrown, req, res);
    const presented = toPresented(failure, req, res, options);
    if (isFirstPart(req, thrown)) report(failure, req, res, "sent", reporting);
    return presented;
  }

  function toFailure(thrown: unknown, req: Request, res: Response): Failure {
    const mishaps = new Mishaps();
    // Member by member, which takes a fraction of the time that spreading takes.
    const { error, mapped, quotesRequest, by } = normalize(thrown, req, mishaps);
    return {
      thrown,
      error,
      mapped,
      quotesRequest,
      by,
      requestId: identify(req, res),
      traceId: traceId(req),
      mishaps,
    };
  }

  return { onFailure, onLateFailure, presentPart };
}
