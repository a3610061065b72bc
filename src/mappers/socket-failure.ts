import { firstError, text } from "./unwrap-errors.ts";

/** Returns the kind of the failure of a socket that could not connect, or that was closed; undefined for other errors. */
export function socketFailureKind(found: object): "unreachable" | "cut_off" | undefined {
  const call = text(found, "syscall");
  const isFromSocket = socketCalls.test(call) || firstError(found) !== undefined;
  if (!isFromSocket || !socketCodes.test(text(found, "code"))) return undefined;
  return call === "read" || call === "write" ? "cut_off" : "unreachable";
}

const socketCodes =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ECONNRESET|EPIPE|ETIMEDOUT|ENETUNREACH)$/;
const socketCalls = /^(connect|getaddrinfo|read|write)$/;
