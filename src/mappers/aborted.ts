import type { Request } from "express";
import { HttpError } from "../errors/http-error.ts";
import { tryReadMember } from "../misuse/read-member.ts";
import { toDependencyError } from "./dependency-error.ts";
import type { RuleContext } from "./to-mapper.ts";
import { text, unwrapErrors } from "./unwrap-errors.ts";

/**
 * Converts an abort or the timeout of an `AbortSignal`; returns undefined for every other error. An abort after our
 * client has left is nobody's failure; any other one is a deadline or a shutdown of this server.
 */
export function fromAbort(found: object, { thrown, request }: RuleContext): HttpError | undefined {
  if (isSignalTimeout(found)) return toDependencyError("slow", thrown);
  if (!isAbort(found)) return undefined;
  // AbortSignal.any() and others wrap the timeout in an abort.
  if (unwrapErrors(found).some(isSignalTimeout)) return toDependencyError("slow", thrown);
  return hasLeft(request)
    ? toClientGone(thrown)
    : toDependencyError("unavailable", thrown, { context: { aborted: true } });
}

/** Creates the error of a request whose client has left: nobody reads it, and its record is a 499 at level debug. */
export function toClientGone(cause: unknown): HttpError {
  return new HttpError(499, undefined, { cause });
}

/** Returns true if the client closed the connection before it had its response. */
export function hasLeft(request: Request): boolean {
  const socket = tryReadMember(request, "socket");
  const isClosed =
    typeof socket === "object" && socket !== null && tryReadMember(socket, "destroyed") === true;
  return isClosed || tryReadMember(request, "aborted") === true;
}

function isAbort(found: object): boolean {
  const name = text(found, "name");
  const code = tryReadMember(found, "code");
  if (name === "CanceledError") return code === "ERR_CANCELED";
  // 20 is the code of a DOMException; libraries set their own.
  return name === "AbortError" && (code === 20 || typeof code !== "number");
}

/** The DOMException of `AbortSignal.timeout()`; 23 is its code. */
function isSignalTimeout(found: object): boolean {
  return text(found, "name") === "TimeoutError" && tryReadMember(found, "code") === 23;
}
