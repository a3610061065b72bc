import type { FieldError } from "../raise/field-error.ts";
import type { ErrorHeaders, Extensions, HttpError } from "../raise/http-error.ts";
import { statusEntry } from "../raise/status.ts";

/** What the client may know of a failure. Renderers get this and never the error. */
export interface PublicError {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  /** What `type` begins with, when the error says so. */
  readonly typeBase?: string | undefined;
  readonly detail?: string | undefined;
  readonly errors?: readonly FieldError[] | undefined;
  readonly errorCount?: number | undefined;
  readonly extensions?: Extensions | undefined;
  readonly headers?: ErrorHeaders | undefined;
}

/** The answer to everything nobody recognized. */
export const internalError: PublicError = {
  status: 500,
  ...statusEntry(500),
  detail: "Something went wrong on our side. Quote the request id if you contact us.",
};

/** Takes from an error of ours what it shows; the message only when it was written for the client. */
export function fromHttpError(error: HttpError): PublicError {
  const { status, code, title, typeBase, errors, errorCount, extensions, headers } = error;
  const detail = error.expose ? error.message : maskedDetail(status);
  return { status, code, title, typeBase, detail, errors, errorCount, extensions, headers };
}

function maskedDetail(status: number): string | undefined {
  return status === 500 ? internalError.detail : undefined;
}
