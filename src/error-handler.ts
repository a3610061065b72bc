import type { ErrorRequestHandler, Request, Response } from "express";
import { undeclaredWatch } from "./catch/declared-errors.ts";
import { inDevelopment } from "./catch/development.ts";
import { firstAnswerOf } from "./catch/first-answer.ts";
import { listenForLate, reportAsideKey } from "./catch/late.ts";
import { originOf, routeOf } from "./catch/origin.ts";
import { isOver } from "./catch/over.ts";
import { requestIds } from "./catch/request-id.ts";
import { normalize } from "./normalize/normalize.ts";
import type { PublicError } from "./normalize/public-error.ts";
import { type ErrorHandlerOptions, type ResolvedOptions, resolveOptions } from "./options.ts";
import { mute } from "./present/mute.ts";
import { toProblem } from "./present/problem.ts";
import { render } from "./present/render.ts";
import { responseState, send, type ResponseState } from "./present/send.ts";
import { toRecord } from "./report/record.ts";
import { toRecordedError } from "./report/recorded-error.ts";
import { report } from "./report/report.ts";
import { traceId } from "./report/trace.ts";

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
  const handle = failureHandler(resolveOptions(options));

  // Express tells an error middleware by its four parameters, so the unused one stays.
  function errorHandler(thrown: unknown, req: Request, res: Response, _next: unknown): void {
    handle(thrown, req, res, responseState(res));
  }
  const aside = (thrown: unknown, req: Request, res: Response) => handle(thrown, req, res, "aside");
  return Object.defineProperty(errorHandler, reportAsideKey, { value: aside });
}

/** How many failures of one request are reported; a broken stream may go on failing for ever. */
const maximumFailures = 20;

type FailureHandler = (thrown: unknown, req: Request, res: Response, state: ResponseState) => void;

function failureHandler(options: ResolvedOptions): FailureHandler {
  const nameRequest = requestIds();
  const seen = new WeakMap<Request, unknown[]>();
  const isUndeclared = inDevelopment() ? undeclaredWatch() : () => false;

  return function handle(thrown, req, res, state) {
    // The same error may come by two ways; it is one failure.
    const earlier = seen.get(req) ?? [];
    if (earlier.includes(thrown) || earlier.length >= maximumFailures) return;
    seen.set(req, [...earlier, thrown]);

    const { error, failures: failed } = normalize(thrown, req, options.mappers);
    const failures = [...failed];
    const shown = isValidation(error) ? { ...error, status: options.validationStatus } : error;
    const ids = { requestId: nameRequest(req, res), traceId: traceId(req) };

    // The client first: a slow reporter costs it nothing, and the record can tell what became of the response.
    present({ thrown, req, res, state, shown, ids, failures }, options);
    const route = originOf(req)?.route ?? routeOf(req);
    const firstAnswer = firstAnswerOf(res);
    const undeclared = isUndeclared(req, shown.code, route);
    const told = { route, firstAnswer, undeclared };
    const record = toRecord({ thrown, req, state, ...told, shown, ids, failures });
    report(record, options.reporters);

    // Aside: somebody else has the request, and it may fail there yet.
    if (state === "aside") return;
    const aside = (later: unknown): void => handle(later, req, res, "aside");
    listenForLate(req, aside);
    if (state === "open" && !isOver(thrown)) mute(res, aside);
  };
}

function isValidation({ code, status }: PublicError): boolean {
  return code === "validation_failed" && status === 400;
}

interface Failure {
  readonly thrown: unknown;
  readonly req: Request;
  readonly res: Response;
  readonly state: ResponseState;
  readonly shown: PublicError;
  readonly ids: { readonly requestId: string; readonly traceId: string | undefined };
  readonly failures: unknown[];
}

function present(failure: Failure, options: ResolvedOptions): void {
  const { thrown, req, res, state, shown, ids, failures } = failure;
  try {
    const problem = toProblem(shown, options.typeBase, ids);
    if (options.debug) problem.debug = toRecordedError(thrown, true);
    send(req, res, state, {
      status: shown.status,
      headers: shown.headers,
      ...render(problem, req, state, options, failures),
      requestId: ids.requestId,
    });
  } catch (writeFailure) {
    // Another middleware's hook on the response threw. Half an answer must not look whole.
    failures.push(writeFailure);
    res.destroy();
  }
}
