import type { Request } from "express";
import type { FieldError } from "../errors/field-error.ts";
import { isHttpError } from "../errors/http-error.ts";
import { readMember } from "../misuse/own-member.ts";
import { byteBudget, type Truncate } from "./byte-budget.ts";
import { isClientAbort } from "./client-abort.ts";
import { type RecordedError, toRecordedError } from "./recorded-error.ts";
import { toJsonValue } from "./to-json-value.ts";

/** What became of the response: `sent`; `truncated` in mid-stream; `late`, after it was finished; `client_gone`. */
export type ResponseOutcome = "sent" | "truncated" | "late" | "client_gone";

/** What can be told of a failure before its record is made. */
export interface FailureSummary {
  /** `error` for 5xx, `info` for 4xx, `debug` when the client left. */
  readonly level: "error" | "info" | "debug";
  /** The status decided on; 499 when the client left. */
  readonly status: number;
  /** The code decided on. */
  readonly code: string;
  /** What became of the response. */
  readonly outcome: ResponseOutcome;
  readonly method: string;
  /** The pattern of the route: with mount paths where one of our wrappers saw it, else as its own router knows it. */
  readonly route?: string;
}

/**
 * One failure as the operator sees it: plain data of less than 16 kB as JSON, control characters escaped, without
 * headers, bodies and query strings, and of an error nothing but what is named here.
 */
export interface FailureRecord extends FailureSummary {
  /** When it was reported, ISO 8601. */
  readonly time: string;
  /** The path without its query. */
  readonly path: string;
  readonly requestId: string;
  readonly traceId?: string;
  /** What was thrown. */
  readonly error: RecordedError;
  /** The fields at fault, without their values. */
  readonly fields?: readonly RecordedField[];
  /** The facts the error carries for the operator. */
  readonly context?: unknown;
  /** Of a second answer, where the first was sent; in development, with `requestContext` mounted. */
  readonly firstAnswer?: RecordedError;
  /** True when the operation of the route does not declare this code; in development. */
  readonly undeclared?: true;
  /** What else failed while this failure was handled: a mapper, the serializer, the writing. */
  readonly alsoFailed?: readonly RecordedError[];
}

/**
 * Receives one record for each failure.
 *
 * @example
 * const sampled: Reporter = Object.assign((record: FailureRecord) => log.warn(record), {
 *   wants: ({ status }: FailureSummary) => status >= 500 || Math.random() < 0.01,
 * });
 */
export interface Reporter {
  (record: FailureRecord): unknown;
  /** Asked first: no record is made for reporters that do not want one. Default: all are wanted. */
  readonly wants?: (summary: FailureSummary) => boolean;
}

/** What a summary is made of. */
export interface SummarySource {
  readonly thrown: unknown;
  readonly req: Request;
  /** How far the response had come. */
  readonly state: "open" | "streaming" | "finished" | "gone" | "aside";
  /** The pattern of the route. */
  readonly route: string | undefined;
  /** What the client may know. */
  readonly shown: {
    readonly status: number;
    readonly code: string;
    readonly title: string;
    readonly detail?: string | undefined;
    readonly errors?: readonly FieldError[] | undefined;
  };
}

/** What its record has besides its summary. */
export interface RecordSource extends SummarySource {
  /** Where the first answer was sent. */
  readonly firstAnswer: Error | undefined;
  /** Whether the operation of the route does not declare the code. */
  readonly undeclared: boolean;
  readonly ids: { readonly requestId: string; readonly traceId: string | undefined };
  /** What else failed meanwhile. */
  readonly failures: readonly unknown[];
}

const outcomes: Readonly<Record<SummarySource["state"], ResponseOutcome>> = {
  open: "sent",
  streaming: "truncated",
  finished: "late",
  aside: "late",
  gone: "client_gone",
};

const maximumPath = 1000;
const maximumRoute = 200;
const maximumMessage = 2000;
const maximumAlso = 3;

/** Tells of one failure what its record begins with. */
export function summarize(source: SummarySource): FailureSummary {
  const { level, status, code } = verdict(source);
  const { route } = source;
  const outcome = outcomes[source.state];
  const { method } = source.req;
  return route === undefined
    ? { level, status, code, outcome, method }
    : { level, status, code, outcome, method, route };
}

function verdict({
  thrown,
  state,
  shown,
}: SummarySource): Pick<FailureSummary, "level" | "status" | "code"> {
  const { status, code } = shown;
  const level = status >= 500 ? "error" : "info";
  // The client's leaving is no failure of anybody; a bug that shows meanwhile is one all the same.
  return state === "gone" && (level === "info" || isClientAbort(thrown))
    ? { level: "debug", status: 499, code: "client_closed_request" }
    : { level, status, code };
}

/** Makes the record of one failure. */
export function toRecord(summary: FailureSummary, source: RecordSource): FailureRecord {
  const { thrown, req, firstAnswer, shown, ids, failures } = source;
  const { level, status, code, outcome, method, route } = summary;
  const context = contextOf(thrown);
  const take = byteBudget();
  return {
    time: new Date().toISOString(),
    level,
    status,
    code,
    outcome,
    method,
    path: take(req.originalUrl.replace(/[?#].*$/s, ""), maximumPath),
    ...(route !== undefined && { route: take(route, maximumRoute) }),
    requestId: ids.requestId,
    ...(source.undeclared && { undeclared: true as const }),
    ...(ids.traceId !== undefined && { traceId: ids.traceId }),
    error: recorded(thrown, shown, shown.status >= 500, take),
    ...(shown.errors && { fields: toRecordedFields(shown.errors, take) }),
    ...(context !== undefined && { context: toJsonValue(context, take) }),
    ...(outcome === "late" &&
      firstAnswer && { firstAnswer: toRecordedError(firstAnswer, true, take) }),
    ...(failures.length > 0 && {
      alsoFailed: failures.slice(0, maximumAlso).map((value) => toRecordedError(value, true, take)),
    }),
  };
}

/** A foreign error that is the client's doing quotes what was sent, so of a 4xx only our own words are recorded. */
function recorded(
  thrown: unknown,
  shown: RecordSource["shown"],
  withStack: boolean,
  take: Truncate,
): RecordedError {
  if (withStack || isHttpError(thrown)) return toRecordedError(thrown, withStack, take);
  const { name, code } = toRecordedError(thrown, false);
  const message = take(shown.detail ?? shown.title, maximumMessage);
  return { name: take(name, 100), message, ...(code !== undefined && { code: take(code, 100) }) };
}

function contextOf(thrown: unknown): unknown {
  try {
    return isHttpError(thrown) ? readMember(thrown, "context") : undefined;
  } catch {
    // A subclass may have made a getter of it.
    return undefined;
  }
}

/** A field at fault as the operator sees it. */
export type RecordedField = Pick<FieldError, "in" | "pointer" | "code">;

const maximumFields = 50;

/** Takes where the fields are and which rule they broke, at most 50; a handler may have made them by hand. */
export function toRecordedFields(errors: unknown, take: Truncate): readonly RecordedField[] {
  if (!Array.isArray(errors)) return [];
  return errors.slice(0, maximumFields).flatMap((field: Partial<RecordedField> | undefined) => {
    const { in: part, pointer, code } = field ?? {};
    if (part === undefined || typeof pointer !== "string" || typeof code !== "string") return [];
    return { in: part, pointer: take(pointer, 256), code: take(code, 64) };
  });
}
