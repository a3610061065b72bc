import { firstError, text } from "./unwrap-errors.ts";

/** Returns true for the error of a socket that could not connect, or that the other side closed. */
export function isSocketFailure(found: object): boolean {
  const isFromSocket = socketCalls.test(text(found, "syscall")) || firstError(found) !== undefined;
  return isFromSocket && socketCodes.test(text(found, "code"));
}

const socketCodes =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ECONNRESET|EPIPE|ETIMEDOUT|ENETUNREACH)$/;
const socketCalls = /^(connect|getaddrinfo|read|write)$/;
