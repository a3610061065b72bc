import createError from "http-errors";
import type { ErrorHeaders } from "../errors/http-error.ts";
import { internalError, type PublicError } from "../errors/public-error.ts";
import { isErrorStatus, statusEntry } from "../errors/status.ts";
import { readMember } from "../misuse/own-member.ts";

/** Recognizes http-errors, which speak when they say so and were made to be one. */
export function foreignHttpError(thrown: unknown): PublicError | undefined {
  if (!createError.isHttpError(thrown)) return undefined;
  const status = readMember(thrown, "status");
  if (!isErrorStatus(status)) return undefined;
  const speaks = wasMadeAsOne(thrown) && !("syscall" in thrown || "path" in thrown);
  const { expose, message } = thrown;
  const masked = status === 500 ? internalError.detail : undefined;
  return {
    status,
    ...statusEntry(status),
    detail: speaks && expose && typeof message === "string" ? message : masked,
    headers: speaks ? allowed(thrown.headers) : undefined,
  };
}

/**
 * `createError(404, error)` turns the error of somebody else, of a file system or an upstream, into an http-error: the
 * status is the developer's, words and headers are still the other's. One made as such inherits `expose`.
 */
function wasMadeAsOne(thrown: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(thrown);
  return (
    typeof prototype === "object" &&
    prototype !== null &&
    typeof readMember(prototype, "expose") === "boolean"
  );
}

/** What is copied into an http-error may have come with an upstream's cookies. */
function allowed(headers: unknown): ErrorHeaders | undefined {
  if (typeof headers !== "object" || headers === null) return undefined;
  const entries = Object.entries(headers).filter(([name]) => meaningful.has(name.toLowerCase()));
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

const meaningful: ReadonlySet<string> = new Set([
  "accept",
  "accept-encoding",
  "allow",
  "content-range",
  "proxy-authenticate",
  "retry-after",
  "upgrade",
  "www-authenticate",
]);

/** Recognizes the URIError that Express's router makes of a path it cannot decode; a handler's own has no status. */
export function expressError(thrown: unknown): PublicError | undefined {
  if (!(thrown instanceof URIError) || (thrown as { status?: unknown }).status !== 400) {
    return undefined;
  }
  return { status: 400, ...statusEntry(400), detail: "The path has invalid percent-encoding." };
}
