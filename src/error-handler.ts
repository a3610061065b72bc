import type { ErrorRequestHandler, Request, Response } from "express";
import { handlerHasEnded } from "./catch/next-once.ts";
import {
  type ErrorHandlerOptions,
  type ResolvedOptions,
  resolveOptions,
} from "./error-handler-options.ts";
import type { PublicError } from "./errors/public-error.ts";
import { inDevelopment } from "./misuse/development.ts";
import { normalize } from "./normalize/normalize.ts";
import { ignoreLateWrites } from "./present/ignore-late-writes.ts";
import { toProblem } from "./present/problem.ts";
import { render } from "./present/render.ts";
import { responseState, type ResponseState, send } from "./present/send.ts";
import { summarize, toRecord } from "./report/record.ts";
import { toRecordedError } from "./report/recorded-error.ts";
import { interestedReporters, report } from "./report/report.ts";
import { undeclaredWatch } from "./request/declared-errors.ts";
import {
  firstAnswerOf,
  type LateFailureListener,
  rememberFailed,
  routeOf,
} from "./request/failed-request.ts";
import { lateFailureKey } from "./request/late-failures.ts";
import { requestIds } from "./request/request-id.ts";
import { traceId } from "./request/trace-id.ts";

/**
 * The central error middleware, mounted last: turns whatever was thrown, rejected or handed to a callback into one
 * safe JSON problem (RFC 9457) and one record for the operator.
 *
 * @param options Mappers, texts and hooks; all have defaults.
 *
 * @throws {TypeError} When an option is unknown or has the wrong type.
 *
 * @example
 * app.use(notFoundHandler());
 * app.use(errorHandler({ mappers: [postgres()] }));
 */
export function errorHandler(options: ErrorHandlerOptions = {}): ErrorRequestHandler {
  const { handle, hearLate } = failureHandler(resolveOptions(options));

  // Express tells an error middleware by its four parameters, so the unused one stays.
  function errorHandler(thrown: unknown, req: Request, res: Response, _next: unknown): void {
    handle(thrown, req, res, responseState(res));
  }
  return Object.defineProperty(errorHandler, lateFailureKey, { value: hearLate });
}

/** How many failures of one request are reported; a broken stream may go on failing for ever. */
const maximumFailures = 20;

interface FailureHandler {
  handle(this: void, thrown: unknown, req: Request, res: Response, state: ResponseState): void;
  /** Handles a failure whose request somebody else answers. */
  readonly hearLate: LateFailureListener;
}

function failureHandler(options: ResolvedOptions): FailureHandler {
  const nameRequest = requestIds();
  const isUndeclared = inDevelopment() ? undeclaredWatch() : undefined;
  const hearLate: LateFailureListener = (thrown, req, res) => handle(thrown, req, res, "aside");

  function handle(thrown: unknown, req: Request, res: Response, state: ResponseState): void {
    const failed = rememberFailed(req);
    // The same error may come by two ways; it is one failure.
    const { handled: dealtWith, origin } = failed;
    if (dealtWith.includes(thrown) || dealtWith.length >= maximumFailures) return;
    failed.handled = dealtWith.length === 0 ? [thrown] : [...dealtWith, thrown];

    const { error, failures, handlerIsOver } = normalize(thrown, req, options.mappers);
    const shown = withStatus(error, options.validationStatus);
    const ids = { requestId: nameRequest(req, res), traceId: traceId(req) };

    // The client first: a slow reporter costs it nothing, and the record can tell what became of the response.
    present({ thrown, shown, ids, failures }, req, res, state, options);
    const route = (origin && routeOf(origin)) ?? routeOf(req);
    const undeclared = isUndeclared?.(req, shown.code, route) ?? false;
    const summary = summarize({ thrown, req, state, route, shown });
    const reporters = interestedReporters(options.reporters, summary);
    if (reporters.length > 0) {
      const told = { firstAnswer: firstAnswerOf(res), undeclared, ids, failures };
      report(toRecord(summary, { thrown, req, state, route, shown, ...told }), reporters);
    }

    // Aside: somebody else has the request, and it may fail there yet.
    if (state === "aside") return;
    failed.onLateFailure = hearLate;
    failed.res = res;
    if (state === "open" && !handlerIsOver && !handlerHasEnded(thrown)) {
      ignoreLateWrites(res, (attempt) => hearLate(attempt, req, res));
    }
  }
  return { handle, hearLate };
}

function withStatus(error: PublicError, validationStatus: number): PublicError {
  const differs = error.code === "validation_failed" && error.status === 400;
  return differs && validationStatus !== 400 ? { ...error, status: validationStatus } : error;
}

interface Failure {
  readonly thrown: unknown;
  readonly shown: PublicError;
  readonly ids: { readonly requestId: string; readonly traceId: string | undefined };
  readonly failures: unknown[];
}

function present(
  failure: Failure,
  req: Request,
  res: Response,
  state: ResponseState,
  options: ResolvedOptions,
): void {
  const { thrown, shown, ids, failures } = failure;
  try {
    const problem = toProblem(shown, options.typeBase, ids);
    if (options.debug) problem.debug = toRecordedError(thrown, true);
    const rendering = render(problem, req, state, options, failures);
    send(req, res, state, shown, rendering, ids.requestId);
  } catch (writeFailure) {
    // Another middleware's hook on the response threw. Half an answer must not look whole.
    failures.push(writeFailure);
    res.destroy();
  }
}
