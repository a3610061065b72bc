import { type HttpError, isHttpError } from "../errors/http-error.ts";
import { tryReadMember } from "../misuse/read-member.ts";
import type { ErrorMapper } from "../normalize/mapper.ts";
import { toDeclaredError } from "./declared-error.ts";
import { toServerFault } from "./server-fault.ts";
import { toMapper } from "./to-mapper.ts";
import { text } from "./unwrap-errors.ts";

/**
 * Creates a mapper for the `TRPCError` of tRPC, as a server-side caller throws it: the status of its code, and the
 * message of a 4xx. What tRPC only wraps, such as an input that a schema refused, is left to the mappers after this one.
 *
 * @example
 * app.use(errorHandler({ mappers: [trpc(), zod()] }));
 */
export function trpc(): ErrorMapper {
  return toMapper("trpc", (found, { thrown }) => {
    const code = text(found, "code");
    const status = statuses.get(code);
    if (text(found, "name") !== "TRPCError" || status === undefined) return undefined;
    const message = text(found, "message");
    if (ofCaller.test(message)) return toServerFault(thrown, { code });
    if (isWrapper(found, code, message)) return declaredInside(found);
    // A TRPCError without a message has its code as the message.
    return toDeclaredError(found, { status, message: message === code ? "" : message }, thrown);
  });
}

/** The server called a procedure that does not exist. */
const ofCaller = /^No (?:procedure found|"\w+"-procedure) on path /;

/** Returns true for an error that tRPC itself has put around another one, whose message it then has. */
function isWrapper(found: object, code: string, message: string): boolean {
  const cause = tryReadMember(found, "cause");
  const isWrapped =
    typeof cause === "object" && cause !== null && text(cause, "message") === message;
  return isWrapped && (code === "INTERNAL_SERVER_ERROR" || code === "BAD_REQUEST");
}

/** Returns an error of this package that a procedure has thrown. */
function declaredInside(found: object): HttpError | undefined {
  const cause = tryReadMember(found, "cause");
  return isHttpError(cause) ? cause : undefined;
}

const statuses: ReadonlyMap<string, number> = new Map([
  ["PARSE_ERROR", 400],
  ["BAD_REQUEST", 400],
  ["UNAUTHORIZED", 401],
  ["PAYMENT_REQUIRED", 402],
  ["FORBIDDEN", 403],
  ["NOT_FOUND", 404],
  ["METHOD_NOT_SUPPORTED", 405],
  ["TIMEOUT", 408],
  ["CONFLICT", 409],
  ["PRECONDITION_FAILED", 412],
  ["PAYLOAD_TOO_LARGE", 413],
  ["UNSUPPORTED_MEDIA_TYPE", 415],
  ["UNPROCESSABLE_CONTENT", 422],
  ["PRECONDITION_REQUIRED", 428],
  ["TOO_MANY_REQUESTS", 429],
  ["CLIENT_CLOSED_REQUEST", 499],
  ["INTERNAL_SERVER_ERROR", 500],
  ["NOT_IMPLEMENTED", 501],
  ["BAD_GATEWAY", 502],
  ["SERVICE_UNAVAILABLE", 503],
  ["GATEWAY_TIMEOUT", 504],
]);
