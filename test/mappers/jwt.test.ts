import { jwt } from "express-backstop/mappers";
import { describe, expect, it } from "vitest";
import { mapError, type RequestMembers } from "../support/map-error.ts";

// The shapes are recorded; test/libraries/jwt.test.ts has the real libraries.

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
const token = (claims: object, header: object = { alg: "HS256" }): string =>
  `${encode(header)}.${encode(claims)}.c2ln`;
const withToken = (claims: object, header?: object): RequestMembers => ({
  headers: { authorization: `Bearer ${token(claims, header)}` },
});
const failure = (name: string, message: string, members: object = {}): Error =>
  Object.assign(new Error(message), { name, ...members });
const date = (seconds: number): Date => new Date(seconds * 1000);

const expiredAt = (seconds: number): Error =>
  failure("TokenExpiredError", "jwt expired", { expiredAt: date(seconds) });
const notBefore = (seconds: number): Error =>
  failure("NotBeforeError", "jwt not active", { date: date(seconds) });

describe("jwt() with an error of jsonwebtoken", () => {
  it.each<[string, Error, RequestMembers, number]>([
    ["the expired token of the request", expiredAt(17), withToken({ exp: 17 }), 401],
    ["another expired token", expiredAt(17), withToken({ exp: 18 }), 500],
    ["an expired token, and a token that never expires", expiredAt(0), withToken({}), 500],
    // A Date has no microseconds.
    ["a token with microseconds", expiredAt(17.123456), withToken({ exp: 17.123456 }), 401],
    ["a token that is not valid yet", notBefore(17.123456), withToken({ nbf: 17.123456 }), 401],
    ["another token that is not valid yet", notBefore(17), withToken({ exp: 17, nbf: 18 }), 500],
    [
      "a token that is too old, whose date is computed",
      failure("TokenExpiredError", "maxAge exceeded", { expiredAt: date(17) }),
      withToken({ iat: 1 }),
      401,
    ],
    ["an expired token whose date is gone", failure("TokenExpiredError", "jwt expired"), {}, 500],
    ["no token", failure("JsonWebTokenError", "jwt must be provided"), {}, 401],
    [
      "no token, though the request has one",
      failure("JsonWebTokenError", "jwt must be provided"),
      withToken({}),
      500,
    ],
    [
      "a text that is not a token",
      failure("JsonWebTokenError", "jwt malformed"),
      { headers: { authorization: "Bearer x" } },
      401,
    ],
    ["a malformed token of the server", failure("JsonWebTokenError", "jwt malformed"), {}, 500],
    [
      "a wrong signature, and a text that is not a token",
      failure("JsonWebTokenError", "invalid signature"),
      { headers: { authorization: "Bearer x" } },
      500,
    ],
  ])("for %s", (_what, thrown, request, status) => {
    expect(mapError(jwt(), thrown, request)?.status).toBe(status);
  });

  it.each([
    "jwt malformed",
    "invalid token",
    "jwt signature is required",
    "invalid algorithm",
    "invalid signature",
    "invalid nbf value",
    "invalid exp value",
    "iat required when maxAge is specified",
    "jwt audience invalid. expected: api",
    "jwt issuer invalid. expected: a",
    "jwt subject invalid. expected: a",
    "jwt jwtid invalid. expected: a",
    "jwt nonce invalid. expected: a",
  ])("takes %j for a fault of the token", (message) => {
    const thrown = failure("JsonWebTokenError", message);

    expect(mapError(jwt(), thrown, withToken({}))).toMatchObject({
      status: 401,
      message: "The access token is not valid.",
      context: { code: "JsonWebTokenError" },
    });
  });

  it.each([
    "secret or public key must be provided",
    "secretOrPublicKey must be an asymmetric key when using RS256",
    "error in secret or public key callback: the jwt audience invalid",
    "clockTimestamp must be a number",
  ])("takes %j for a fault of the server", (message) => {
    const thrown = failure("JsonWebTokenError", message);

    expect(mapError(jwt(), thrown, withToken({}))).toMatchObject({
      status: 500,
      context: { code: "JsonWebTokenError" },
    });
  });
});

describe("jwt() with an error of jose", () => {
  const jose = (code: string, message = "x", members: object = {}): Error =>
    failure("JOSEError", message, { code, ...members });

  it.each<[string, number, string]>([
    ["ERR_JWT_EXPIRED", 401, "token_expired"],
    ["ERR_JWT_CLAIM_VALIDATION_FAILED", 401, "unauthorized"],
    ["ERR_JWT_INVALID", 401, "unauthorized"],
    ["ERR_JWS_INVALID", 401, "unauthorized"],
    ["ERR_JWE_INVALID", 401, "unauthorized"],
    ["ERR_JWS_SIGNATURE_VERIFICATION_FAILED", 401, "unauthorized"],
    ["ERR_JWE_DECRYPTION_FAILED", 401, "unauthorized"],
    ["ERR_JWKS_NO_MATCHING_KEY", 401, "unauthorized"],
    ["ERR_JOSE_ALG_NOT_ALLOWED", 401, "unauthorized"],
    ["ERR_JOSE_GENERIC", 503, "service_unavailable"],
    ["ERR_JWKS_TIMEOUT", 503, "service_unavailable"],
    ["ERR_JWKS_INVALID", 500, "internal_error"],
    ["ERR_JWK_INVALID", 500, "internal_error"],
    ["ERR_JOSE_NOT_SUPPORTED", 500, "internal_error"],
  ])("makes of %s a %d %s", (joseCode, status, code) => {
    expect(mapError(jwt(), jose(joseCode), withToken({}))).toMatchObject({
      status,
      code,
      context: { code: joseCode },
    });
  });

  it.each<[string, Error, RequestMembers, number]>([
    [
      "the token of the request, by its id",
      jose("ERR_JWT_EXPIRED", "x", { payload: { exp: 17, jti: "a" } }),
      withToken({ exp: 18, jti: "a" }),
      401,
    ],
    [
      "another token, by its id",
      jose("ERR_JWT_EXPIRED", "x", { payload: { exp: 17, jti: "a" } }),
      withToken({ exp: 17, jti: "b" }),
      500,
    ],
    ...["exp", "nbf", "iat", "sub"].flatMap((name) =>
      [
        [17, 401],
        [18, 500],
      ].map(([sent, status = 0]): [string, Error, RequestMembers, number] => [
        `a token with ${sent} as ${name}`,
        jose("ERR_JWT_CLAIM_VALIDATION_FAILED", "x", { payload: { [name]: 17 } }),
        withToken({ [name]: sent }),
        status,
      ]),
    ),
    [
      "a token without one of these claims",
      jose("ERR_JWT_CLAIM_VALIDATION_FAILED", "x", { payload: { aud: "x" } }),
      withToken({}),
      401,
    ],
    [
      "a text that is not a token",
      jose("ERR_JWS_INVALID"),
      { headers: { authorization: "Bearer x" } },
      401,
    ],
    [
      "an encrypted text that is not a token",
      jose("ERR_JWE_INVALID"),
      { headers: { authorization: "Bearer x" } },
      401,
    ],
    [
      "claims that are not an object, in a request without a token",
      jose("ERR_JWT_INVALID"),
      { headers: { authorization: "Bearer x" } },
      500,
    ],
    [
      "the algorithm of the request's token, which jose does not support",
      jose("ERR_JOSE_NOT_SUPPORTED", "alg XS1 is not supported either by JOSE or your runtime"),
      withToken({}, { alg: "XS1" }),
      401,
    ],
    [
      "the algorithm of a key, which jose does not support",
      jose("ERR_JOSE_NOT_SUPPORTED", "alg XS1 is not supported either by JOSE or your runtime"),
      withToken({}),
      500,
    ],
    [
      "an extension of the request's token, which jose does not support",
      jose("ERR_JOSE_NOT_SUPPORTED", 'Extension Header Parameter "b64" is not recognized'),
      withToken({}, { alg: "HS256", b64: true }),
      401,
    ],
    [
      "an extension of another token, which jose does not support",
      jose("ERR_JOSE_NOT_SUPPORTED", 'Extension Header Parameter "b64" is not recognized'),
      withToken({}),
      500,
    ],
  ])("for %s", (_what, thrown, request, status) => {
    expect(mapError(jwt(), thrown, request)?.status).toBe(status);
  });
});

describe("jwt() with an error of a middleware", () => {
  const ofExpressJwt = (code: string, inner?: Error): Error =>
    failure("UnauthorizedError", "x", { status: 401, code, inner });
  const challenge = { "WWW-Authenticate": "Bearer" };
  const ofBearer = (name: string, message = "x", members: object = {}): Error =>
    failure(name, message, { status: 401, statusCode: 401, headers: challenge, ...members });

  it.each<[string, Error, number, string]>([
    ["no token", ofExpressJwt("credentials_required"), 401, "unauthorized"],
    ["another scheme", ofExpressJwt("credentials_bad_scheme"), 401, "unauthorized"],
    ["a header of three words", ofExpressJwt("credentials_bad_format"), 400, "bad_request"],
    ["a revoked token", ofExpressJwt("revoked_token"), 401, "unauthorized"],
    ["an invalid token", ofExpressJwt("invalid_token"), 401, "unauthorized"],
    ["an expired token", ofExpressJwt("invalid_token", expiredAt(17)), 401, "token_expired"],
    [
      "a missing secret",
      ofExpressJwt(
        "invalid_token",
        failure("JsonWebTokenError", "secret or public key must be provided"),
      ),
      500,
      "internal_error",
    ],
    [
      "a revoked token that is old",
      ofExpressJwt("revoked_token", expiredAt(1)),
      401,
      "unauthorized",
    ],
    ["no bearer token", ofBearer("UnauthorizedError"), 401, "unauthorized"],
    ["two bearer tokens", ofBearer("InvalidRequestError"), 400, "bad_request"],
    ["an invalid bearer token", ofBearer("InvalidTokenError"), 401, "unauthorized"],
    [
      "an expired bearer token",
      ofBearer("InvalidTokenError", '"exp" claim timestamp check failed'),
      401,
      "token_expired",
    ],
    ["a scope that is missing", ofBearer("InsufficientScopeError"), 403, "forbidden"],
    ...[
      "Failed to fetch x",
      "Failed to parse x",
      "connect ECONNREFUSED 127.0.0.1:1",
      "getaddrinfo ENOTFOUND x",
      "read ECONNRESET",
      "socket hang up",
      "Expected 200 OK from the JSON Web Key Set HTTP response",
      "request timed out",
    ].map((message): [string, Error, number, string] => [
      `an issuer with: ${message}`,
      ofBearer("InvalidTokenError", message),
      503,
      "service_unavailable",
    ]),
    ...[
      "Configuration error: x",
      "No JWKS URI available",
      "No issuers configured",
      "Issuer provides no keys",
      "Issuer specifies no keys",
    ].map((message): [string, Error, number, string] => [
      `a setting with: ${message}`,
      ofBearer("InvalidTokenError", message),
      500,
      "internal_error",
    ]),
    [
      "a scope that is missing, with a text about an issuer",
      ofBearer("InsufficientScopeError", "Failed to fetch x"),
      403,
      "forbidden",
    ],
  ])("for %s", (_what, thrown, status, code) => {
    expect(mapError(jwt(), thrown)).toMatchObject({ status, code });
  });

  it.each([
    ["an UnauthorizedError of the app", failure("UnauthorizedError", "x", { status: 401 })],
    ["one with a code of the app", ofExpressJwt("no_such_user")],
    ["an error without a status", failure("UnauthorizedError", "x", { code: "invalid_token" })],
    ["an error of another library with headers", ofBearer("AuthError")],
    ["one without a challenge", ofBearer("InvalidTokenError", "x", { headers: {} })],
    ["a code that only begins like one of jose", failure("E", "x", { code: "ERR_JWT_x" })],
    ["an error of anyone", new Error("jwt expired")],
  ])("does not recognize %s", (_what, thrown) => {
    expect(mapError(jwt(), thrown, withToken({}))).toBeUndefined();
  });
});

describe("jwt() in a request with several tokens", () => {
  const both = {
    headers: {
      authorization: `Bearer ${token({ exp: 18 })}`,
      cookie: `session=${token({ exp: 17 }, { alg: "XS1" })}`,
    },
  };
  const unsupported = failure("JOSEError", "alg XS1 is not supported either by JOSE or x", {
    code: "ERR_JOSE_NOT_SUPPORTED",
  });

  it.each([
    ["the time", expiredAt(17)],
    ["the algorithm", unsupported],
  ])("finds the refused one by %s", (_what, thrown) => {
    expect(mapError(jwt(), thrown, both)?.status).toBe(401);
  });

  it("says in the record that the refused one is another", () => {
    expect(mapError(jwt(), expiredAt(19), both)).toMatchObject({
      status: 500,
      context: { code: "TokenExpiredError", tokenOfRequest: false },
    });
  });
});

describe("the options of jwt()", () => {
  it("name the realm of the challenge", () => {
    const mapped = mapError(jwt({ realm: "api" }), expiredAt(17), withToken({ exp: 17 }));

    expect(mapped?.shown).toContain(
      JSON.stringify({ "WWW-Authenticate": 'Bearer realm="api", error="invalid_token"' }),
    );
  });

  it.each<[unknown, string]>([
    [{ realm: "" }, "realm must be a text of printable ASCII without quotes and backslashes"],
    [{ realm: 'a"b' }, "realm must be"],
    [{ realm: "a\\b" }, "realm must be"],
    [{ realm: "ä" }, "realm must be"],
    [{ realm: "a\nb" }, "realm must be"],
    [{ realm: "a".repeat(201) }, "realm must be"],
    [{ realm: 7 }, "realm must be"],
    [{ realms: "api" }, 'unknown option "realms"'],
  ])("may not be %j", (options, message) => {
    expect(() => jwt(options as object)).toThrow(`jwt: ${message}`);
  });
});
