import { isNativeError } from "node:util/types";
import createError from "http-errors";
import { HttpError } from "../errors/http-error.ts";
import { isErrorStatus } from "../errors/status.ts";
import { checkOptions, type OptionCheck, trueOrFalse } from "../misuse/check-options.ts";
import { tryReadMember } from "../misuse/read-member.ts";
import { type ErrorMapper, nameMapper } from "../normalize/mapper.ts";
import { text } from "./unwrap-errors.ts";

/** The options of `statusProperty()`. */
export interface StatusPropertyOptions {
  /**
   * Whether the message of a 4xx error is sent to the client, unless the error's own `expose` is false.
   * Default: false.
   */
  readonly expose?: boolean;
}

/**
 * Creates a mapper for plain Errors whose own `status` or `statusCode` is an integer from 400 to 599. The response gets
 * that status.
 *
 * It ignores the error's headers. It also ignores errors of HTTP clients and SDKs, whose status is the response of
 * another server: a 401 from an upstream must not become a 401 of this app. It recognizes them by members such as
 * `response`, but not every SDK sets one, so wrap errors of SDKs, and put this mapper last.
 *
 * @param options Whether messages are sent.
 *
 * @throws {TypeError} If an option is unknown or has the wrong type.
 *
 * @example
 * app.use(errorHandler({ mappers: [postgres(), statusProperty({ expose: true })] }));
 */
export function statusProperty(options: StatusPropertyOptions = {}): ErrorMapper {
  checkOptions("statusProperty", options, checks);
  const { expose = false } = options;

  return nameMapper("statusProperty", (error) => {
    if (!isPlainError(error) || isForeign(error)) return undefined;
    const status = statusOf(error);
    if (status === undefined) return undefined;
    // HttpError does not send the message of a 5xx.
    const exposed = expose && tryReadMember(error, "expose") !== false;
    const message = exposed ? text(error, "message") : "";
    return new HttpError(status, message || undefined, { cause: error });
  });
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
  return foreignMembers.some((name) => name in error) || text(error, "code").startsWith("UND_ERR_");
}

/** Reads own members only: with a polluted Object.prototype, every error inherits a status. */
function statusOf(error: Error): number | undefined {
  for (const name of ["status", "statusCode"]) {
    const status = Object.hasOwn(error, name) ? tryReadMember(error, name) : undefined;
    if (isErrorStatus(status)) return status;
  }
  return undefined;
}

const checks: Readonly<Record<keyof StatusPropertyOptions, OptionCheck>> = { expose: trueOrFalse };
