import type { FieldError } from "./field-error.ts";
import type { ErrorHeaders, ProblemExtensions, HttpError } from "./http-error.ts";
import { isErrorStatus, statusEntry } from "./status.ts";

/** What the client may know of a failure. Renderers get this and never the error. */
export interface PublicError {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  /** What `type` begins with, when the error says so. */
  readonly typeBase?: string | undefined;
  /** What is particular about the failure; never left out, for one planted in every object would be read instead. */
  readonly detail: string | undefined;
  readonly errors?: readonly FieldError[] | undefined;
  readonly errorCount?: number | undefined;
  readonly extensions?: ProblemExtensions | undefined;
  readonly headers?: ErrorHeaders | undefined;
}

/** The answer to everything nobody recognized. */
export const internalError: PublicError = {
  status: 500,
  ...statusEntry(500),
  detail: "Something went wrong on our side. Quote the request id if you contact us.",
};

// What an error lacks is what a polluted Object.prototype would fill in. This is readMember for names that are known:
// each is looked up where it is written, which takes no time.
const polluted = Object.prototype as Partial<PublicError>;

/** Gives every member a place of its own, so that a polluted Object.prototype has none to fill. */
export function complete(error: PublicError): PublicError {
  return {
    status: error.status,
    code: error.code,
    title: error.title,
    typeBase: given(error.typeBase, polluted.typeBase),
    detail: error.detail,
    errors: given(error.errors, polluted.errors),
    errorCount: given(error.errorCount, polluted.errorCount),
    extensions: given(error.extensions, polluted.extensions),
    headers: given(error.headers, polluted.headers),
  };
}

/**
 * Takes from an error of ours what it shows; the message only when it was written for the client. What did not come
 * from the constructor, such as `Object.create(HttpError.prototype)`, shows what is of the right kind.
 */
export function fromHttpError(error: HttpError): PublicError | undefined {
  const { status, code, title, message } = error;
  if (!isErrorStatus(status) || typeof code !== "string" || typeof title !== "string") {
    return undefined;
  }
  const typeBase = given(error.typeBase, polluted.typeBase);
  const errors = given(error.errors, polluted.errors);
  const errorCount = given(error.errorCount, polluted.errorCount);
  const extensions = given(error.extensions, polluted.extensions);
  const headers = given(error.headers, polluted.headers);
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

/** Their values are looked at where they are written. */
function hasMembers(value: unknown): value is ErrorHeaders & ProblemExtensions {
  return typeof value === "object" && value !== null && Object.keys(value).length > 0;
}

function maskedDetail(status: number): string | undefined {
  return status === 500 ? internalError.detail : undefined;
}

function given<Value>(read: Value, inherited: unknown): Value | undefined {
  return read === inherited ? undefined : read;
}
