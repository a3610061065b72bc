import { isNativeError } from "node:util/types";
import createError from "http-errors";
import { isErrorStatus } from "../errors/status.ts";
import { tryReadMember } from "../misuse/read-member.ts";

/**
 * Returns the `status` or `statusCode` that an app has put on a plain Error. Returns undefined for an Error without one,
 * and for errors of HTTP clients and SDKs, whose status is the response of another server. May throw.
 */
export function ownStatus(error: unknown): number | undefined {
  return isPlainError(error) && !isForeign(error) ? statusOf(error) : undefined;
}

/** Returns false for errors of http-errors and the URIError of a path, which are recognized without a mapper. */
function isPlainError(error: unknown): error is Error {
  const isError = error instanceof Error || isNativeError(error);
  return isError && !createError.isHttpError(error) && !(error instanceof URIError);
}

/** The members of errors whose status is that of another server's response, or that a system call caused. */
const foreignMembers = [
  "syscall",
  "errno",
  "request",
  "response",
  "config", // axios
  "$metadata", // AWS SDK 3
  "$fault",
  "requestID", // OpenAI, Anthropic
  "request_id",
  "requestId", // AWS SDK 2, Stripe
  "raw", // Stripe
  "moreInfo", // Twilio
] as const;

function isForeign(error: Error): boolean {
  const code = tryReadMember(error, "code");
  return (
    foreignMembers.some((name) => name in error) ||
    (typeof code === "string" && code.startsWith("UND_ERR_"))
  );
}

/** Reads own members only: with a polluted Object.prototype, every error inherits a status. */
function statusOf(error: Error): number | undefined {
  for (const name of ["status", "statusCode"]) {
    const status = Object.hasOwn(error, name) ? tryReadMember(error, name) : undefined;
    if (isErrorStatus(status)) return status;
  }
  return undefined;
}
