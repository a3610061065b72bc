import createError from "http-errors";
import type { ErrorHeaders } from "../errors/http-error.ts";
import { maskedDetail, toPublicError } from "../errors/public-error.ts";
import { isErrorStatus, statusEntry } from "../errors/status.ts";
import { readMember } from "../misuse/read-member.ts";
import type { Recognizer } from "./recognizer.ts";
import { isSyntaxError } from "./syntax-error.ts";

/** Recognizes http-errors. Their message reaches the client where they expose it and were created as http-errors. */
export const httpErrors: Recognizer = (thrown) => {
  if (!createError.isHttpError(thrown)) return undefined;
  const status = readMember(thrown, "status");
  if (!isErrorStatus(status)) return undefined;
  const isTrusted = wasCreatedAsHttpError(thrown) && !("syscall" in thrown || "path" in thrown);
  // The types promise more than an app may have set.
  const { expose, message }: { readonly expose: unknown; readonly message: unknown } = thrown;
  const error = toPublicError({
    status,
    ...statusEntry(status),
    detail:
      isTrusted && expose === true && typeof message === "string" ? message : maskedDetail(status),
    headers: isTrusted ? allowedHeaders(thrown.headers) : undefined,
  });
  return { error, quotesRequest: isSyntaxError(thrown), by: "http-errors" };
};

/**
 * Checks whether http-errors created the error. `createError(404, error)` only decorates an error of a file system or
 * an upstream: the status is the developer's choice, but words and headers are still foreign. A created one inherits
 * `expose`.
 */
function wasCreatedAsHttpError(thrown: object): boolean {
  // An error of http-errors has a prototype: it is an instance of Error.
  const prototype = Object.getPrototypeOf(thrown) as object;
  return typeof readMember(prototype, "expose") === "boolean";
}

/** The headers of an http-error may have been copied from an upstream, cookies included. */
function allowedHeaders(headers: unknown): ErrorHeaders | undefined {
  if (typeof headers !== "object" || headers === null) return undefined;
  const entries = Object.entries(headers).filter(([name]) => allowed.has(name.toLowerCase()));
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

const allowed: ReadonlySet<string> = new Set([
  "accept",
  "accept-encoding",
  "allow",
  "content-range",
  "proxy-authenticate",
  "retry-after",
  "upgrade",
  "www-authenticate",
]);
