import { unpolluted } from "../misuse/unpolluted.ts";
import { builtIn } from "./built-in.ts";
import { isCode } from "./check-error.ts";
import type { FieldError } from "./field-error.ts";
import type { ErrorHeaders, HttpError, ProblemExtensions } from "./http-error.ts";
import { publicFields } from "./public-fields.ts";
import { isErrorStatus, statusEntry } from "./status.ts";
import { isAbsoluteUri } from "./uri.ts";

/** The public part of a failure, which the client may read. The code that writes the response never reads the error itself. */
export interface PublicError {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  /** The text that is specific to this failure. */
  readonly detail: string | undefined;
  /** The prefix of `type`, if the error sets one. */
  readonly typeBase: string | undefined;
  /** The whole `type`, if the error sets one. */
  readonly type: string | undefined;
  /** The `instance`, if the error sets one. */
  readonly instance: string | undefined;
  readonly errors: readonly FieldError[] | undefined;
  readonly errorCount: number | undefined;
  readonly extensions: ProblemExtensions | undefined;
  readonly headers: ErrorHeaders | undefined;
}

/** The members that most public errors consist of. */
interface PublicParts {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail?: string | undefined;
  readonly extensions?: ProblemExtensions | undefined;
  readonly headers?: ErrorHeaders | undefined;
}

/** Creates a public error whose members are all its own, so that a polluted Object.prototype supplies none. */
export function toPublicError(parts: PublicParts): PublicError {
  const { status, code, title, detail, extensions, headers } = unpolluted(parts);
  return {
    status,
    code,
    title,
    detail,
    typeBase: undefined,
    type: undefined,
    instance: undefined,
    errors: undefined,
    errorCount: undefined,
    extensions,
    headers,
  };
}

/** The public part of every failure that nothing recognizes. */
export const internalError: PublicError = /* @__PURE__ */ toPublicError({
  code: "internal_error",
  ...builtIn.internal_error,
});

/**
 * Returns the public part of an HttpError, which contains the message only if `expose` is true. Members of the wrong
 * type are left out, and a malformed code is replaced by that of the status, because `Object.create(HttpError.prototype)` is an HttpError that no constructor checked.
 * Returns undefined if the status, code or title has the wrong type.
 */
export function fromHttpError(error: HttpError): PublicError | undefined {
  const { status, code, title, message } = error;
  // JavaScript may have set anything, and a text such as "false" is true.
  const { expose }: { readonly expose: unknown } = error;
  if (!isErrorStatus(status) || typeof code !== "string" || typeof title !== "string") {
    return undefined;
  }
  const { typeBase, type, instance, errors, errorCount, extensions, headers } = unpolluted(error);
  return {
    status,
    // A code that was assigned later was not checked by the constructor.
    code: isCode(code) ? code : statusEntry(status).code,
    title,
    detail: expose === true && typeof message === "string" ? message : maskedDetail(status),
    typeBase: typeof typeBase === "string" ? typeBase : undefined,
    type: isAbsoluteUri(type) ? type : undefined,
    instance: typeof instance === "string" ? instance : undefined,
    // Copied where a proxy that throws makes the error an unknown one, and not later.
    errors: Array.isArray(errors) ? publicFields(errors) : undefined,
    errorCount: typeof errorCount === "number" ? errorCount : undefined,
    extensions: hasMembers(extensions) ? extensions : undefined,
    headers: hasMembers(headers) ? headers : undefined,
  };
}

/** Returns the detail of an error whose message must not be sent to the client. */
export function maskedDetail(status: number): string | undefined {
  return status === 500 ? internalError.detail : undefined;
}

/** Checks that there are members. Their values are checked when they are written. */
function hasMembers(value: unknown): value is ErrorHeaders & ProblemExtensions {
  return typeof value === "object" && value !== null && Object.keys(value).length > 0;
}
