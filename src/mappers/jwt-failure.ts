import { tryReadMember } from "../misuse/read-member.ts";
import type { BearerFailure } from "./bearer-error.ts";
import { text } from "./unwrap-errors.ts";

/** An error of a token library, as a mapper reads it. */
export interface JwtFailure {
  /** The fault: with the token, with the keys of the server, or with how the library was called. */
  readonly kind: BearerFailure | "fault" | "keys_unavailable";
  /** The code of the library, for the record; "" if it has none. */
  readonly code: string;
  /** A claim of the token that the error is about, if the error tells one. */
  readonly claims?: Claim | undefined;
  /** Returns true for the header of a token that the error may be about, if the error tells something of it. */
  readonly isHeader?: ((header: object) => boolean) | undefined;
  /** True if what was verified may not even look like a token. */
  readonly isMalformed?: boolean;
  /** True for the error of a middleware, which reads tokens from the request only. */
  readonly isOfMiddleware?: boolean;
}

/** A claim of the token that an error is about. */
export interface Claim {
  readonly name: string;
  /** Returns true if a token with this value of the claim may be that token. */
  readonly isValue: (value: unknown) => boolean;
}

/** Reads an error of jsonwebtoken, jose, express-jwt or express-oauth2-jwt-bearer; undefined for every other. */
export function readJwtFailure(found: object): JwtFailure | undefined {
  const name = text(found, "name");
  if (jsonwebtokenNames.has(name)) return ofJsonwebtoken(found, name);
  const code = text(found, "code");
  if (joseCode.test(code)) return ofJose(found, code);
  if (tryReadMember(found, "status") === undefined) return undefined;
  if (name === "UnauthorizedError" && expressJwt.has(code)) return ofExpressJwt(found, code);
  return ofBearerMiddleware(found, name, code);
}

const jsonwebtokenNames: ReadonlySet<string> = new Set([
  "JsonWebTokenError",
  "TokenExpiredError",
  "NotBeforeError",
]);

function ofJsonwebtoken(found: object, name: string): JwtFailure | undefined {
  const message = text(found, "message");
  if (name === "TokenExpiredError") {
    // After `maxAge`, the date is computed, so it is in no token.
    const claims = message === "jwt expired" ? dateClaim("exp", found, "expiredAt") : undefined;
    return { kind: "expired", code: name, claims };
  }
  if (name === "NotBeforeError") {
    return { kind: "not_yet_valid", code: name, claims: dateClaim("nbf", found, "date") };
  }
  if (message === "jwt must be provided") return { kind: "missing", code: name };
  const isOfToken =
    invalidMessages.has(message) || /^jwt (audience|issuer|subject|jwtid|nonce) inv/.test(message);
  // The others are about the key, the options, or the callback that loads the key.
  return isOfToken
    ? { kind: "invalid", code: name, isMalformed: malformedMessages.has(message) }
    : { kind: "fault", code: name };
}

function dateClaim(name: string, found: object, member: string): Claim | undefined {
  const date = tryReadMember(found, member);
  if (!(date instanceof Date)) return undefined;
  // A Date has whole milliseconds, and the claim may be more exact (RFC 7519 §2).
  return { name, isValue: (claim) => new Date(Number(claim) * 1000).getTime() === date.getTime() };
}

const malformedMessages: ReadonlySet<string> = new Set(["jwt malformed", "invalid token"]);
const invalidMessages: ReadonlySet<string> = new Set([
  ...malformedMessages,
  "jwt signature is required",
  "invalid algorithm",
  "invalid signature",
  "invalid nbf value",
  "invalid exp value",
  "iat required when maxAge is specified",
]);

const joseCode = /^ERR_(JOSE|JWT|JWS|JWE|JWK|JWKS)_[A-Z_]{1,60}$/;

function ofJose(found: object, code: string): JwtFailure {
  // A client can choose the algorithm in the header of its token, and so can the server in a key of its own.
  const isHeader =
    code === "ERR_JOSE_NOT_SUPPORTED" ? unsupportedHeader(text(found, "message")) : undefined;
  if (isHeader) return { kind: "invalid", code, isHeader };
  const kind = joseKinds.get(code) ?? "fault";
  const payload = tryReadMember(found, "payload");
  return { kind, code, claims: toClaim(payload), isMalformed: /^ERR_JW[SE]_INVALID$/.test(code) };
}

/** Returns what tells the header that jose does not support, by an algorithm or by an extension. */
function unsupportedHeader(message: string): JwtFailure["isHeader"] {
  const algorithm = /^alg (.{1,200}) is not supported either by JOSE or /.exec(message)?.[1];
  if (algorithm !== undefined) return (header) => tryReadMember(header, "alg") === algorithm;
  const extension = /^Extension Header Parameter "(.{1,200})" is not /.exec(message)?.[1];
  return extension === undefined ? undefined : (header) => Object.hasOwn(header, extension);
}

/** The claim of jose's payload that tells one token from another best. */
function toClaim(payload: unknown): Claim | undefined {
  if (typeof payload !== "object" || payload === null) return undefined;
  const name = ["jti", "exp", "nbf", "iat", "sub"].find(
    (claim) => tryReadMember(payload, claim) !== undefined,
  );
  if (name === undefined) return undefined;
  const value = tryReadMember(payload, name);
  return { name, isValue: (claim) => claim === value };
}

const joseKinds: ReadonlyMap<string, JwtFailure["kind"]> = new Map<string, JwtFailure["kind"]>([
  ["ERR_JWT_EXPIRED", "expired"],
  ["ERR_JWT_CLAIM_VALIDATION_FAILED", "invalid"],
  ["ERR_JWT_INVALID", "invalid"],
  ["ERR_JWS_INVALID", "invalid"],
  ["ERR_JWE_INVALID", "invalid"],
  ["ERR_JWS_SIGNATURE_VERIFICATION_FAILED", "invalid"],
  ["ERR_JWE_DECRYPTION_FAILED", "invalid"],
  ["ERR_JWKS_NO_MATCHING_KEY", "invalid"],
  ["ERR_JOSE_ALG_NOT_ALLOWED", "invalid"],
  ["ERR_JOSE_GENERIC", "keys_unavailable"],
  ["ERR_JWKS_TIMEOUT", "keys_unavailable"],
]);

const expressJwt: ReadonlyMap<string, BearerFailure> = new Map<string, BearerFailure>([
  ["credentials_required", "missing"],
  ["credentials_bad_scheme", "missing"],
  ["credentials_bad_format", "malformed_request"],
  ["invalid_token", "invalid"],
  ["revoked_token", "revoked"],
]);

function ofExpressJwt(found: object, code: string): JwtFailure {
  const inner = tryReadMember(found, "inner");
  const isInner = typeof inner === "object" && inner !== null;
  // express-jwt also makes a 401 of a missing secret.
  const reason = isInner ? readJwtFailure(inner) : undefined;
  const kind = (code === "invalid_token" ? reason?.kind : undefined) ?? expressJwt.get(code);
  return { kind: kind ?? "invalid", code, isOfMiddleware: true };
}

/** The errors of express-oauth2-jwt-bearer, which come with the challenge that it would send. */
function ofBearerMiddleware(found: object, name: string, code: string): JwtFailure | undefined {
  const headers = tryReadMember(found, "headers");
  const challenge =
    typeof headers === "object" && headers !== null
      ? tryReadMember(headers, "WWW-Authenticate")
      : undefined;
  const kind = bearerErrors.get(name);
  if (challenge === undefined || kind === undefined) return undefined;
  const reason = kind === "invalid" ? reasonOf(text(found, "message")) : undefined;
  return { kind: reason ?? kind, code, isOfMiddleware: true };
}

/** Returns what is wrong instead of the token: express-oauth2-jwt-bearer makes a 401 of every failure in between. */
function reasonOf(message: string): JwtFailure["kind"] | undefined {
  if (message.startsWith('"exp" claim')) return "expired";
  if (outage.test(message)) return "keys_unavailable";
  return misconfigured.test(message) ? "fault" : undefined;
}

const outage =
  /^(Failed to (fetch|parse)|connect E|getaddrinfo E|read E|socket hang up|Expected 200 OK|request timed out)/;
const misconfigured =
  /^(Configuration error|No JWKS URI|No issuers configured|Issuer (provides|specifies) )/;

const bearerErrors: ReadonlyMap<string, BearerFailure> = new Map<string, BearerFailure>([
  ["UnauthorizedError", "missing"],
  ["InvalidRequestError", "malformed_request"],
  ["InvalidTokenError", "invalid"],
  ["InsufficientScopeError", "insufficient_scope"],
]);
