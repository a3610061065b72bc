import type { ErrorRequestHandler, Request, Response } from "express";
import { isHttpError } from "./raise/http-error.ts";
import { normalize, type Normalized } from "./normalize/normalize.ts";
import type { PublicError } from "./normalize/public-error.ts";
import { type ErrorHandlerOptions, type ResolvedOptions, resolveOptions } from "./options.ts";
import { toPage } from "./present/html.ts";
import { prefersHtml } from "./present/negotiate.ts";
import { toProblem } from "./present/problem.ts";
import { responseState, send, type ResponseState } from "./present/send.ts";
import { bodyType, toBody } from "./present/serialize.ts";
import { allowance, type Take } from "./report/allowance.ts";
import { toRecordedFields } from "./report/fields.ts";
import { toPlain } from "./report/plain.ts";
import {
  type FailureRecord,
  type Outcome,
  type RecordedError,
  toRecordedError,
} from "./report/record.ts";
import { report } from "./report/report.ts";
import { requestIds, traceId } from "./report/trace.ts";

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
  const resolved = resolveOptions(options);
  const nameRequest = requestIds();
  const reported = new WeakMap<Request, unknown[]>();

  // Express tells an error middleware by its four parameters, so the unused one stays.
  return function errorHandler(thrown: unknown, req: Request, res: Response, _next: unknown) {
    const state = responseState(res);
    const normalized = normalize(thrown, req, resolved.mappers);
    const ids = { requestId: nameRequest(req, res), traceId: traceId(req) };
    const failures = [...normalized.failures];
    present(thrown, req, res, { state, normalized, ids, failures, resolved });

    // The same error may come by two ways; it is one failure.
    const before = reported.get(req) ?? [];
    if (before.includes(thrown)) return;
    reported.set(req, [...before, thrown]);
    report(
      toRecord(thrown, req, { state, normalized, ids, failures, resolved }),
      resolved.reporters,
    );
  };
}

interface Failure {
  readonly state: ResponseState;
  readonly normalized: Normalized;
  readonly ids: { readonly requestId: string; readonly traceId: string | undefined };
  readonly failures: unknown[];
  readonly resolved: ResolvedOptions;
}

function statusOf({ normalized: { error }, resolved }: Failure): number {
  return error.code === "validation_failed" && error.status === 400
    ? resolved.validationStatus
    : error.status;
}

function present(thrown: unknown, req: Request, res: Response, failure: Failure): void {
  const { normalized, ids, failures, resolved, state } = failure;
  try {
    const status = statusOf(failure);
    const problem = toProblem({ ...normalized.error, status }, resolved.typeBase, ids);
    if (resolved.debug) problem.debug = toRecordedError(thrown, true);
    const { html, serialize } = resolved;
    // Once the head is out, the format is chosen.
    const negotiated = html !== undefined && state === "open";
    const page =
      negotiated && prefersHtml(req, bodyType(serialize), failures)
        ? toPage(problem, html, failures)
        : undefined;
    send(req, res, state, {
      status,
      headers: normalized.error.headers,
      ...(page ?? toBody(problem, serialize, failures)),
      negotiated,
      requestId: ids.requestId,
    });
  } catch (writeFailure) {
    // Another middleware's hook on the response threw. Half an answer must not look whole.
    failures.push(writeFailure);
    res.destroy();
  }
}

const outcomes: Readonly<Record<ResponseState, Outcome>> = {
  open: "sent",
  streaming: "truncated",
  finished: "late",
  gone: "client_gone",
};

function toRecord(thrown: unknown, req: Request, failure: Failure): FailureRecord {
  const { normalized, ids, failures, state } = failure;
  const { error } = normalized;
  const status = statusOf(failure);
  const level = status >= 500 ? "error" : "info";
  // The client's leaving is no failure of anybody; a bug that shows meanwhile is one all the same.
  const left = state === "gone" && level === "info";
  const context = contextOf(thrown);
  const route = routeOf(req);
  const take = allowance();
  return {
    time: new Date().toISOString(),
    level: left ? "debug" : level,
    status: left ? 499 : status,
    code: left ? "client_closed_request" : error.code,
    outcome: outcomes[state],
    method: req.method,
    path: take(req.originalUrl.replace(/[?#].*$/s, ""), 1000),
    ...(route !== undefined && { route: take(route, 200) }),
    requestId: ids.requestId,
    ...(ids.traceId !== undefined && { traceId: ids.traceId }),
    error: recorded(thrown, error, level === "error", take),
    ...(error.errors && { fields: toRecordedFields(error.errors, take) }),
    ...(context !== undefined && { context: toPlain(context, take) }),
    ...(failures.length > 0 && {
      alsoFailed: failures.slice(0, 3).map((value) => toRecordedError(value, true, take)),
    }),
  };
}

/** A foreign error that is the client's doing quotes what was sent, so of a 4xx only our own words are recorded. */
function recorded(
  thrown: unknown,
  shown: PublicError,
  withStack: boolean,
  take: Take,
): RecordedError {
  if (withStack || isHttpError(thrown)) return toRecordedError(thrown, withStack, take);
  const { name, code } = toRecordedError(thrown, false);
  const message = take(shown.detail ?? shown.title, 2000);
  return { name: take(name, 100), message, ...(code !== undefined && { code: take(code, 100) }) };
}

function routeOf(req: Request): string | undefined {
  // Express types the route as any; its path is a string, a RegExp or an array of them.
  const path: unknown = (req.route as { readonly path?: unknown } | undefined)?.path;
  if (Array.isArray(path)) return path.join(", ");
  return typeof path === "string" || path instanceof RegExp ? String(path) : undefined;
}

function contextOf(thrown: unknown): unknown {
  return isHttpError(thrown) ? thrown.context : undefined;
}
