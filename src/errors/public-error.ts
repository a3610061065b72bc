import type { FieldError } from "./field-error.ts";
import type { ErrorHeaders, ProblemExtensions, HttpError } from "./http-error.ts";
import { isErrorStatus, statusEntry } from "./status.ts";

/** The public part of a failure. Renderers receive it instead of the error. */
export interface PublicError {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  /** The prefix of `type`, if the error sets one. */
  readonly typeBase?: string | undefined;
  /** What is specific to this failure. Always set, so that it is not read from a polluted Object.prototype. */
  readonly detail: string | undefined;
  readonly errors?: readonly FieldError[] | undefined;
  readonly errorCount?: number | undefined;
  readonly extensions?: ProblemExtensions | undefined;
  readonly headers?: ErrorHeaders | undefined;
}

/** The public part of every failure that nothing else recognizes. */
export const internalError: PublicError = {
  status: 500,
  ...statusEntry(500),
  detail: "Something went wrong on our side. Quote the request id if you contact us.",
};

// A polluted Object.prototype would supply the members that an error does not have. These checks do the same as
// readMember, with fixed property names instead of computed ones, which is faster.
const everyObject = Object.prototype as Partial<PublicError>;

/** Returns a copy that has every member, so that none is read from a polluted Object.prototype. */
export function complete(error: PublicError): PublicError {
  return {
    status: error.status,
    code: error.code,
    title: error.title,
    typeBase: own(error.typeBase, everyObject.typeBase),
    detail: error.detail,
    errors: own(error.errors, everyObject.errors),
    errorCount: own(error.errorCount, everyObject.errorCount),
    extensions: own(error.extensions, everyObject.extensions),
    headers: own(error.headers, everyObject.headers),
  };
}

/**
 * Returns the public part of an HttpError, which contains the message only if `expose` is true. Members of the wrong
 * type are left out, because `Object.create(HttpError.prototype)` is an HttpError that no constructor checked.
 * Returns undefined if the status, code or title has the wrong type.
 */
export function fromHttpError(error: HttpError): PublicError | undefined {
  const { status, code, title, message } = error;
  if (!isErrorStatus(status) || typeof code !== "string" || typeof title !== "string") {
    return undefined;
  }
  const typeBase = own(error.typeBase, everyObject.typeBase);
  const errors = own(error.errors, everyObject.errors);
  const errorCount = own(error.errorCount, everyObject.errorCount);
  const extensions = own(error.extensions, everyObject.extensions);
  const headers = own(error.headers, everyObject.headers);
  return {
    status,
    code,
    title,
    typeBase: typeof typeBase === "string" ? typeBase : undefined,
    detail: error.expose && typeof message === "string" ? message : maskedDetail(status),
    errors: Array.isArray(errors) ? errors : undefined,
    errorCount: typeof errorCount === "number" ? errorCount : undefined,
    extensions: hasMembers(extensions) ? extensions : undefined,
    headers: hasMembers(headers) ? headers : undefined,
  };
}

/** Checks that there are members. Their values are checked when they are written. */
function hasMembers(value: unknown): value is ErrorHeaders & ProblemExtensions {
  return typeof value === "object" && value !== null && Object.keys(value).length > 0;
}

function maskedDetail(status: number): string | undefined {
  return status === 500 ? internalError.detail : undefined;
}

/** Returns a value that was read from an object, unless it is the one that every object inherits. */
function own<Value>(value: Value, inherited: unknown): Value | undefined {
  return value === inherited ? undefined : value;
}
