import type { Request } from "express";
import { adviceOf } from "../catalog/advice.ts";
import type { Failure, ResponseOutcome } from "../errors/failure.ts";
import { isHttpError } from "../errors/http-error.ts";
import type { PublicError } from "../errors/public-error.ts";
import { pathOf } from "../express/request-path.ts";
import { byteBudget, type Truncate } from "../inspect/byte-budget.ts";
import { type RecordedError, toRecordedError } from "../inspect/recorded-error.ts";
import type { Redact } from "../inspect/redact.ts";
import { toJsonValue } from "../inspect/to-json-value.ts";
import { isObject } from "../misuse/check-options.ts";
import { readMember } from "../misuse/read-member.ts";
import type { RequestScope } from "../request/request-scope.ts";
import { isClientAbort } from "./client-abort.ts";
import { errorText } from "./error-text.ts";
import { failedHandler } from "./failed-handler.ts";
import { fingerprint } from "./fingerprint.ts";
import { type RecordedField, toRecordedFields } from "./recorded-fields.ts";

/** The part of a record that is known before the record is made. */
export interface FailureSummary {
  /** `error` for a 5xx, `info` for a 4xx, `debug` when the client has closed the connection. */
  readonly level: "error" | "info" | "debug";
  /** The status of the problem; 499 when the client has closed the connection. */
  readonly status: number;
  /** The code of the problem; `client_closed_request` when the client has closed the connection. */
  readonly code: string;
  /** How the response ended. */
  readonly outcome: ResponseOutcome;
  readonly method: string;
  /**
   * The pattern of the route with its mount paths, such as `/tenants/:tenant/articles/:id`. It has no values: mount
   * paths that Express does not tell are left out.
   */
  readonly route?: string;
}

/**
 * One failure, as the operator sees it: plain data of less than 16 kB as JSON, with escaped control characters. It has
 * no headers, body or query string of the request, and of the error only the members below. Passwords, tokens, keys
 * and card numbers in its texts are masked.
 */
export interface FailureRecord extends FailureSummary {
  /** When it was reported (ISO 8601). */
  readonly time: string;
  /** The path without its query. */
  readonly path: string;
  readonly requestId: string;
  /** The milliseconds since the request arrived, if `requestContext` is mounted. */
  readonly duration?: number;
  /**
   * The same sixteen digits for the same failure, in every request, process and release; for a 5xx. A hash of the code,
   * the class of the error and the functions and files of the app in its stack.
   */
  readonly fingerprint?: string;
  /**
   * The name of the handler that failed, as in the source of the app; absent if it has none, or if Express does not tell
   * which one of several it is.
   */
  readonly handler?: string;
  /** Whether the same request may succeed later: what the declaration of the code says, or else the status. */
  readonly retryable: boolean;
  /** The trace id of the active span of OpenTelemetry, or of a valid `traceparent` request header. */
  readonly traceId?: string;
  /** The error that was thrown. */
  readonly error: RecordedError;
  /** The fields at fault, at most 50, without their values. */
  readonly fields?: readonly RecordedField[];
  /** The facts for the operator: those of `addContext`, and those that the error carries. */
  readonly context?: unknown;
  /** If the handler responded twice: an error whose stack shows the first response. Only in development, with `requestContext`. */
  readonly firstResponse?: RecordedError;
  /** True if the operation of the route does not declare this code; in development. */
  readonly undeclared?: true;
  /** The errors of other parts that failed while this failure was handled, at most 3: a mapper, the serializer, a write. */
  readonly alsoFailed?: readonly RecordedError[];
}

/** The facts that only a record needs, and how its secrets are masked. */
export interface RecordFacts {
  readonly firstResponse: Error | undefined;
  readonly undeclared: boolean;
  readonly redact: Redact;
  readonly scope: RequestScope | undefined;
}

const maximumPath = 1000;
const maximumRoute = 200;
const maximumName = 100;
const maximumMessage = 2000;
const maximumAlsoFailed = 3;

/** Summarizes a failure. */
export function summarize(
  { thrown, error }: Failure,
  method: string,
  route: string | undefined,
  outcome: ResponseOutcome,
): FailureSummary {
  const { level, status, code } = severity(thrown, error, outcome);
  return route === undefined
    ? { level, status, code, outcome, method }
    : { level, status, code, outcome, method, route };
}

function severity(
  thrown: unknown,
  { status, code }: PublicError,
  outcome: ResponseOutcome,
): Pick<FailureSummary, "level" | "status" | "code"> {
  const level = status >= 500 ? "error" : "info";
  // A client that leaves is nobody's failure; a bug that shows after it has left is still a bug.
  return outcome === "client_gone" && (level === "info" || isClientAbort(thrown))
    ? { level: "debug", status: 499, code: "client_closed_request" }
    : { level, status, code };
}

/** Creates the record of a failure. A part that cannot be read is left out and named in `alsoFailed`. */
export function toRecord(
  summary: FailureSummary,
  failure: Failure,
  req: Request,
  { firstResponse, undeclared, redact, scope }: RecordFacts,
): FailureRecord {
  const { thrown, mapped, error, requestId, traceId, mishaps } = failure;
  const { level, status, code, outcome, method, route } = summary;
  const truncate = byteBudget(undefined, redact);
  const path = mishaps.attempt(() => pathOf(req.originalUrl)) ?? "";
  const context = mishaps.attempt(() => contextOf(mapped ?? thrown, scope));
  const isError = level === "error";
  const hash = isError ? mishaps.attempt(() => fingerprint(thrown, code, route)) : undefined;
  const handler = mishaps.attempt(() =>
    failedHandler(req, method, isError ? errorText(thrown, "stack") : ""),
  );
  // In this order, because the members that are truncated first get the room they need.
  return {
    time: new Date().toISOString(),
    level,
    status,
    code,
    outcome,
    method,
    path: truncate(path, maximumPath),
    ...(route !== undefined && { route: truncate(route, maximumRoute) }),
    ...(handler && { handler: truncate(handler, maximumName) }),
    retryable: adviceOf(mapped ?? thrown, error).retry === "later",
    requestId,
    ...(scope && { duration: Math.round(performance.now() - scope.startedAt) }),
    ...(hash !== undefined && { fingerprint: hash }),
    ...(undeclared && { undeclared: true as const }),
    ...(traceId !== undefined && { traceId }),
    error: recordedError(failure, truncate),
    ...(error.errors && {
      fields: mishaps.attempt(() => toRecordedFields(error.errors, truncate)) ?? [],
    }),
    ...(context !== undefined && { context: toJsonValue(context, truncate) }),
    ...(outcome === "late" &&
      firstResponse && { firstResponse: toRecordedError(firstResponse, true, truncate) }),
    ...(mishaps.errors.length > 0 && {
      alsoFailed: mishaps.errors
        .slice(0, maximumAlsoFailed)
        .map((mishap) => toRecordedError(mishap, true, truncate)),
    }),
  };
}

/** A 4xx has no stack. If the words of its error may quote the request, it has the words for the client instead. */
function recordedError(failure: Failure, truncate: Truncate): RecordedError {
  const { thrown, mapped, error, quotesRequest, mishaps } = failure;
  if (error.status >= 500) return toRecordedError(thrown, true, truncate);
  if (!quotesRequest) {
    const cause = mishaps.attempt(() => mapped?.cause);
    return toRecordedError(cause ?? thrown, false, truncate);
  }
  const { name, code } = toRecordedError(thrown, false);
  const message = truncate(error.detail ?? error.title, maximumMessage);
  return {
    name: truncate(name, maximumName),
    message,
    ...(code !== undefined && { code: truncate(code, maximumName) }),
  };
}

/** Returns the facts of `addContext` and those that an error carries; undefined if there are none. */
export function contextOf(thrown: unknown, scope: RequestScope | undefined): unknown {
  const own = isHttpError(thrown) ? readMember(thrown, "context") : undefined;
  if (!scope?.context) return own;
  if (!isObject(own)) return scope.context;
  // Getters are copied and not called, since one that throws must not cost the other members.
  return Object.defineProperties({ ...scope.context }, Object.getOwnPropertyDescriptors(own));
}
