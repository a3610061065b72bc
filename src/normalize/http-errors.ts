import createError from "http-errors";
import type { ErrorHeaders } from "../raise/http-error.ts";
import { statusEntry } from "../raise/status.ts";
import { internalError, type PublicError } from "./public-error.ts";

/** Recognizes genuine http-errors, which speak when they say so. */
export function foreignHttpError(thrown: unknown): PublicError | undefined {
  if (!createError.isHttpError(thrown)) return undefined;
  const { status, expose } = thrown;
  if (!Number.isInteger(status) || status < 400 || status > 599) return undefined;
  // Made from a system error, such as one of send's, the message has a path of this server.
  const isSystemError = "syscall" in thrown || "path" in thrown;
  const masked = status === 500 ? internalError.detail : undefined;
  return {
    status,
    ...statusEntry(status),
    detail: expose && !isSystemError ? thrown.message : masked,
    headers: allowed(thrown.headers),
  };
}

/** http-errors copies everything off the error it is made from, so an upstream's cookies may be among its headers. */
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
