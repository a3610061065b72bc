import type { DependencyFailure } from "./dependency-error.ts";
import { firstError, text } from "./unwrap-errors.ts";

/**
 * Returns how a service failed, from a socket, DNS or TLS error of Node; undefined for every other error, such as one
 * of a file or of a port that is already in use.
 */
export function systemFailure(found: object): DependencyFailure | undefined {
  const code = text(found, "code");
  if (isOfPeer(code) || text(found, "name") === "HTTPParserError") return "bad_response";
  if (undiciTimeout.test(code)) return "slow";
  const isOfSocket = socketCalls.test(text(found, "syscall")) || firstError(found) !== undefined;
  // What Node says when a peer hangs up has neither a call nor a number.
  const isHangUp = code === "ECONNRESET" && hangUps.has(text(found, "message"));
  return isOfSocket || isHangUp ? socketCodes.get(code) : undefined;
}

/**
 * Returns how a service failed, from the code alone. Only for the errors of HTTP clients, which copy the code of the
 * socket: on another error, the same code may be that of a file.
 */
export function failureOfCode(code: string): DependencyFailure | undefined {
  return isOfPeer(code) ? "bad_response" : socketCodes.get(code);
}

/** The codes of undici, which is in Node, for a peer that does not respond in time. */
const undiciTimeout = /^UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT$/;

/** Returns true for the codes of TLS, of the parser of HTTP responses, and of undici for a peer that hangs up. */
function isOfPeer(code: string): boolean {
  return (
    tlsCodes.has(code) ||
    code === "UND_ERR_SOCKET" ||
    code.startsWith("ERR_TLS_") ||
    code.startsWith("HPE_")
  );
}

const socketCalls = /^(connect|getaddrinfo|read|write|query[A-Za-z]{1,20})$/;
const hangUps: ReadonlySet<string> = new Set([
  "socket hang up",
  "aborted",
  "Client network socket disconnected before secure TLS connection was established",
]);

const socketCodes: ReadonlyMap<string, DependencyFailure> = new Map<string, DependencyFailure>([
  ["ECONNREFUSED", "unavailable"],
  ["ENOTFOUND", "unavailable"],
  ["ENODATA", "unavailable"],
  ["EAI_AGAIN", "unavailable"],
  ["ESERVFAIL", "unavailable"], // a server of DNS that fails
  ["EREFUSED", "unavailable"], // or refuses
  ["ETIMEOUT", "slow"], // or does not respond
  ["EHOSTUNREACH", "unavailable"],
  ["ENETUNREACH", "unavailable"],
  ["ETIMEDOUT", "slow"],
  ["ECONNRESET", "bad_response"],
  ["EPIPE", "bad_response"],
  ["EPROTO", "bad_response"],
]);

/** The codes of a certificate that Node refuses, and of a peer that does not speak TLS. */
const tlsCodes: ReadonlySet<string> = new Set([
  "CERT_HAS_EXPIRED",
  "CERT_NOT_YET_VALID",
  "CERT_REVOKED",
  "CERT_UNTRUSTED",
  "CERT_SIGNATURE_FAILURE",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "HOSTNAME_MISMATCH",
  "ERR_SSL_WRONG_VERSION_NUMBER",
  "ERR_SSL_PACKET_LENGTH_TOO_LONG",
  "ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION",
  "ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE",
  "ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED",
]);
