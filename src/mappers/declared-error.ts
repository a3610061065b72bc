import { HttpError } from "../errors/http-error.ts";
import { http } from "../express/node-http.ts";
import { tryReadMember } from "../misuse/read-member.ts";
import { text } from "./unwrap-errors.ts";

/**
 * Creates the response to an error that the app declared for the client: its status, and the message of a 4xx. A message
 * that only repeats the name of the status, or the message of the error's own cause, is not the author's.
 */
export function toDeclaredError(
  found: object,
  { status, message }: { readonly status: number; readonly message: string },
  cause: unknown,
): HttpError {
  const isWritten = status < 500 && message !== "" && message !== http.STATUS_CODES[status];
  const detail = isWritten && !quotesCause(found, message) ? message : undefined;
  return new HttpError(status, detail, { cause });
}

/** Returns true if a message contains the message of the error's own cause, which a library may have written. */
function quotesCause(found: object, message: string): boolean {
  const cause = tryReadMember(found, "cause");
  const quoted = typeof cause === "object" && cause !== null ? text(cause, "message") : cause;
  return typeof quoted === "string" && quoted !== "" && message.includes(quoted);
}
