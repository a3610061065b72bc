import type { FieldError } from "../errors/field-error.ts";
import type { ErrorHeaders } from "../errors/http-error.ts";
import { isReservedMember } from "../errors/reserved-members.ts";

/** The body of an answer: RFC 9457 problem details with our members. Absent members are absent. */
export interface ProblemDetails {
  /** The identifier of the problem type: the base and the code. */
  type: string;
  /** The constant text of the code. */
  title: string;
  /** The HTTP status. */
  status: number;
  /** The stable code, the last segment of `type`. */
  code: string;
  /** What is particular about this failure; absent when it would repeat the title. */
  detail?: string;
  /** The fields at fault, at most 50. */
  errors?: readonly FieldError[];
  /** How many fields are at fault, when `errors` was cut. */
  errorCount?: number;
  /** The id of the request, as in the `X-Request-Id` header. */
  requestId?: string;
  /** The id of the trace, when the request came with a valid `traceparent`. */
  traceId?: string;
  /** What failed, for a developer; only with `debug: true`. */
  debug?: unknown;
  /** Members the error declared. */
  [extension: string]: unknown;
}

/** What a problem is made of. */
export interface ProblemSource {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly typeBase?: string | undefined;
  readonly detail?: string | undefined;
  readonly errors?: readonly FieldError[] | undefined;
  readonly errorCount?: number | undefined;
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
  readonly headers?: ErrorHeaders | undefined;
}

const maximumErrors = 50;
const maximumDetail = 2000;

/** Builds the problem, in the order of members that never changes. */
export function toProblem(
  source: ProblemSource,
  base: string,
  ids: { readonly requestId: string; readonly traceId: string | undefined },
): ProblemDetails {
  const { status, code, title, detail, errors, extensions } = source;
  const problem: ProblemDetails = { type: (source.typeBase ?? base) + code, title, status, code };
  if (detail !== undefined && detail !== "" && detail !== title) {
    problem.detail = detail.slice(0, maximumDetail);
  }
  if (errors && errors.length > 0) {
    const total = source.errorCount ?? errors.length;
    problem.errors = errors.slice(0, maximumErrors);
    if (total > problem.errors.length) problem.errorCount = total;
  }
  if (extensions) addExtensions(problem, extensions);
  problem.requestId = ids.requestId;
  if (ids.traceId !== undefined) problem.traceId = ids.traceId;
  return problem;
}

function addExtensions(
  problem: ProblemDetails,
  extensions: Readonly<Record<string, unknown>>,
): void {
  for (const name of Object.keys(extensions)) {
    if (isReservedMember(name)) continue;
    try {
      problem[name] = extensions[name];
    } catch {
      // A getter that throws is a member without a value.
    }
  }
}
