import type { ProblemCategory } from "../catalog/problem-category.ts";
import type { FieldError } from "../errors/field-error.ts";
import { maximumDetailLength, maximumFieldErrors } from "../errors/limits.ts";
import type { Mishaps } from "../errors/mishaps.ts";
import type { PublicError } from "../errors/public-error.ts";
import { isReservedMember } from "../errors/reserved-members.ts";
import { typeOf } from "../errors/uri.ts";
import { clip } from "../inspect/clip.ts";
import type { Guidance } from "./guidance-members.ts";
import type { RepeatingMember } from "./repeated-header.ts";

/** The body of a problem response: RFC 9457 problem details with our members. An absent member is left out. */
export interface ProblemDetails {
  /** The identifier of the problem type: `typeBase` and the code, or the `type` that the error declares. */
  type: string;
  /** The constant text of the code. */
  title: string;
  /** The HTTP status. */
  status: number;
  /** The stable code, which is the last segment of `type` unless the error declares its own `type`. */
  code: string;
  /** The text that is particular to this failure; left out when it would repeat the title. */
  detail?: string;
  /** The fields at fault, at most 50. */
  errors?: readonly FieldError[];
  /** How many fields are at fault, when `errors` has only the first 50. */
  errorCount?: number;
  /** The URI of this one failure, where the error has one or the `instance` option of `errorHandler` returns one. */
  instance?: string;
  /** The `Retry-After` header in seconds. */
  retryAfter?: number;
  /** Whether the client may send the same request again, later; only with `guidance`. */
  retryable?: boolean;
  /** The kind of step that the problem asks for; only with `guidance`. */
  category?: ProblemCategory;
  /** The declared advice for the client; only with `guidance`. */
  fix?: string;
  /** The address of a page about the problem; only with `guidance`. */
  docs?: string;
  /** The id of the request, as in the `X-Request-Id` header. */
  requestId?: string;
  /** The id of the trace, when the request has a valid `traceparent` header. */
  traceId?: string;
  /** The error for a developer; only with `debug: true`. */
  debug?: unknown;
  /** The members that the error declares. */
  [extension: string]: unknown;
}

/** The members of a problem that say which request failed. */
export interface RequestMembers {
  readonly requestId: string;
  readonly traceId: string | undefined;
  readonly instance: string | undefined;
  readonly retryAfter?: number | undefined;
  readonly guidance?: Guidance | undefined;
  readonly repeated?: RepeatingMember | undefined;
  /** Collects the extensions that are left out. */
  readonly mishaps: Mishaps;
}

/** Creates the problem; the order of its members never changes. */
export function toProblem(
  error: PublicError,
  typeBase: string,
  { requestId, traceId, instance, retryAfter, guidance, repeated, mishaps }: RequestMembers,
): ProblemDetails {
  const { status, code, title, detail, errors, extensions } = error;
  const problem: ProblemDetails = {
    type: typeOf(error, typeBase),
    title: clip(title, maximumDetailLength),
    status,
    code,
  };
  if (detail !== undefined && detail !== "" && detail.toLowerCase() !== title.toLowerCase()) {
    problem.detail = clip(detail, maximumDetailLength);
  }
  if (errors && errors.length > 0) {
    const total = error.errorCount ?? errors.length;
    problem.errors =
      errors.length > maximumFieldErrors ? errors.slice(0, maximumFieldErrors) : errors;
    if (total > problem.errors.length) problem.errorCount = total;
  }
  if (instance !== undefined) problem.instance = instance;
  if (extensions) addExtensions(problem, extensions, mishaps);
  if (repeated) addMembers(problem, repeated);
  if (guidance || retryAfter !== undefined) {
    addMembers(problem, { retryable: guidance?.retryable, retryAfter, ...guidance });
  }
  problem.requestId = requestId;
  if (traceId !== undefined) problem.traceId = traceId;
  return problem;
}

/** Adds members, except those that the error declares itself. */
function addMembers(problem: ProblemDetails, members: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(members)) {
    if (value !== undefined && !Object.hasOwn(problem, name)) problem[name] = value;
  }
}

function addExtensions(
  problem: ProblemDetails,
  extensions: Readonly<Record<string, unknown>>,
  mishaps: Mishaps,
): void {
  for (const name of Object.keys(extensions)) {
    if (isReservedMember(name)) {
      mishaps.addLoss("member", name, "the name is reserved");
      continue;
    }
    try {
      problem[name] = extensions[name];
    } catch (cause) {
      mishaps.addLoss("member", name, "it cannot be written", cause);
    }
  }
}
