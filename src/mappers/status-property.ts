import { isNativeError } from "node:util/types";
import createError from "http-errors";
import { HttpError } from "../errors/http-error.ts";
import { isErrorStatus } from "../errors/status.ts";
import { checkOptions, type OptionCheck, trueOrFalse } from "../misuse/check-options.ts";
import type { ErrorMapper } from "../normalize/mapper.ts";
import { read, text } from "./unwrap-errors.ts";

/** The settings of `statusProperty()`. */
export interface StatusPropertyOptions {
  /** Whether the client reads the message of a 4xx; one whose own `expose` is false stays masked. Default: false. */
  readonly expose?: boolean;
}

/**
 * Takes the status that an app attaches to plain Errors, as `status` or `statusCode`: an own integer from 400 to 599.
 *
 * Never its headers, and never the status of an error that carries a request, a response or a system call, as those
 * of HTTP clients and SDKs do: a 401 of an upstream is not ours. Put it last, and wrap what an SDK throws, for not
 * every one leaves a mark.
 *
 * @throws {TypeError} When an option is misspelled or has a value of the wrong kind.
 *
 * @example
 * app.use(errorHandler({ mappers: [postgres(), statusProperty({ expose: true })] }));
 */
export function statusProperty(options: StatusPropertyOptions = {}): ErrorMapper {
  checkOptions("statusProperty", options, checks);
  const { expose = false } = options;

  return function mapStatusProperty(error) {
    if (!isPlainError(error) || isForeign(error)) return undefined;
    const status = statusOf(error);
    if (status === undefined) return undefined;
    // HttpError keeps the words of a 5xx to itself.
    const shown = expose && read(error, "expose") !== false;
    const message = shown ? text(error, "message") : "";
    return new HttpError(status, message || undefined, { cause: error });
  };
}

/** http-errors and the URIError of a path are recognized without a mapper, and better. */
function isPlainError(error: unknown): error is Error {
  const isError = error instanceof Error || isNativeError(error);
  return isError && !createError.isHttpError(error) && !(error instanceof URIError);
}

/** What tells that the status is somebody else's answer, or that the failure is the system's. */
const foreignMarks = [
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
  return foreignMarks.some((mark) => mark in error) || text(error, "code").startsWith("UND_ERR_");
}

/** Own members only, for a polluted Object.prototype gives every error a status. */
function statusOf(error: Error): number | undefined {
  for (const name of ["status", "statusCode"]) {
    const status = Object.hasOwn(error, name) ? read(error, name) : undefined;
    if (isErrorStatus(status)) return status;
  }
  return undefined;
}

const checks: Readonly<Record<keyof StatusPropertyOptions, OptionCheck>> = { expose: trueOrFalse };
