import { generateKeyPairSync, randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { jwt, statusProperty } from "express-backstop/mappers";
import { expressjwt } from "express-jwt";
import { auth, requiredScopes } from "express-oauth2-jwt-bearer";
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  EncryptJWT,
  jwtDecrypt,
  jwtVerify,
  SignJWT,
} from "jose";
import jsonwebtoken, { type VerifyOptions } from "jsonwebtoken";
import { describe, expect, it } from "vitest";
import { answer, answerOf, secret } from "./support/answer.ts";

const key = `key-${secret}-of-thirty-two-characters`;
const joseKey = new TextEncoder().encode(key);
// statusProperty() trusts a status; it must have no chance where jwt() decided.
const mappers = [jwt({ realm: "api" }), statusProperty({ expose: true })];

const sign = (claims: object, signingKey = key) =>
  jsonwebtoken.sign({ sub: secret, ...claims }, signingKey);
const expired = () => sign({ exp: Math.floor(Date.now() / 1000) - 60 });
const tokenOf = (header = "") => header.replace("Bearer ", "");

const invalidToken = 'Bearer realm="api", error="invalid_token"';

describe("jsonwebtoken", () => {
  const verifyOwn = (token: string | undefined, options?: VerifyOptions) =>
    answer(
      mappers,
      (req) => jsonwebtoken.verify(tokenOf(req.headers.authorization), key, options),
      (api) =>
        token === undefined
          ? api.get("/secrets/1")
          : api.get("/secrets/1").auth(token, { type: "bearer" }),
    );

  it("responds to an expired token of the request with 401 and a challenge", async () => {
    const { status, body, headers } = await verifyOwn(expired());

    expect(status).toBe(401);
    expect(body).toMatchObject({ code: "token_expired", detail: "The access token has expired." });
    expect(headers["www-authenticate"]).toBe(invalidToken);
  });

  it.each<[string, string, VerifyOptions?]>([
    ["with another signature", sign({}, "another key")],
    ["that is malformed", `${secret}.x`],
    ["that is not valid yet", sign({ nbf: Math.floor(Date.now() / 1000) + 600 })],
    ["of another audience", sign({ aud: "other" }), { audience: secret }],
    ["of another issuer", sign({ iss: "other" }), { issuer: secret }],
    ["with another algorithm", sign({}), { algorithms: ["HS512"] }],
    ["that is too old", sign({ iat: 1 }), { maxAge: "1s" }],
    ["that expired at a fraction of a second", sign({ exp: 1000.123456 })],
    ["that is not valid before a fraction of a second", sign({ nbf: 4_000_000_000.123456 })],
  ])("responds to a token %s with 401", async (_what, token, options) => {
    const { status, headers } = await verifyOwn(token, options);

    expect(status).toBe(401);
    expect(headers["www-authenticate"]).toBe(invalidToken);
  });

  it("responds to an expired token in the path with 401", async () => {
    const { status, body } = await answer(
      mappers,
      (req) => jsonwebtoken.verify(String(req.params["id"]), key),
      (api) => api.get(`/secrets/${expired()}`),
    );

    expect([status, body.code]).toEqual([401, "token_expired"]);
  });

  it("challenges a request without a token, and names no error", async () => {
    const { status, headers } = await verifyOwn(undefined);

    expect(status).toBe(401);
    expect(headers["www-authenticate"]).toBe('Bearer realm="api"');
  });

  it("keeps a 500 for a token of the server that has expired, though the client sent one", async () => {
    const own = sign({ exp: 1000 });

    const { status, body, record } = await answer(
      mappers,
      () => jsonwebtoken.verify(own, key),
      (api) => api.get("/secrets/1").auth(expired(), { type: "bearer" }),
    );

    expect(status).toBe(500);
    expect(body.code).toBe("internal_error");
    expect(record.context).toMatchObject({ tokenOfRequest: false });
  });

  it.each([
    ["a malformed token of the server", () => jsonwebtoken.verify(secret, key)],
    ["a wrong signature of a token of the server", () => jsonwebtoken.verify(sign({}, "x"), key)],
  ])("keeps a 500 for %s in a request without one", async (_what, provoke) => {
    expect((await answer(mappers, provoke)).status).toBe(500);
  });

  it.each([
    ["is missing", undefined],
    // As a wrong setting would give it.
    ["is not a key", {} as unknown as string],
  ])("keeps a 500 when the key %s", async (_what, wrongKey) => {
    const { status, headers } = await answer(
      mappers,
      (req) => jsonwebtoken.verify(tokenOf(req.headers.authorization), wrongKey ?? ""),
      (api) => api.get("/secrets/1").auth(sign({}), { type: "bearer" }),
    );

    expect(status).toBe(500);
    expect(headers).not.toHaveProperty("www-authenticate");
  });

  it("keeps a 500 when the callback for the key fails", async () => {
    const { status } = await answer(
      mappers,
      (req) =>
        new Promise((_resolve, reject) => {
          jsonwebtoken.verify(
            tokenOf(req.headers.authorization),
            (_header, done) => done(new Error(`${secret} is down`)),
            (error) => reject(error ?? new Error("verified")),
          );
        }),
      (api) => api.get("/secrets/1").auth(sign({}), { type: "bearer" }),
    );

    expect(status).toBe(500);
  });

  it("finds the token in a cookie, in the query and in the body", async () => {
    const token = expired();
    const verify = () => jsonwebtoken.verify(token, key);

    const answers = await Promise.all([
      answer(mappers, verify, (api) =>
        api.get("/secrets/1").set("cookie", `a=b; session=${token}`),
      ),
      answer(mappers, verify, (api) => api.get("/secrets/1").query({ token })),
      answer(mappers, verify, (api) => api.post("/secrets/1").send({ token })),
    ]);

    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
  });
});

describe("jose", () => {
  const signJose = (claims: Record<string, unknown>, signingKey = joseKey) =>
    new SignJWT({ sub: secret, ...claims }).setProtectedHeader({ alg: "HS256" }).sign(signingKey);

  const verifyOwn = (token: string, options = {}) =>
    answer(
      mappers,
      (req) => jwtVerify(tokenOf(req.headers.authorization), joseKey, options),
      (api) => api.get("/secrets/1").auth(token, { type: "bearer" }),
    );

  it.each([
    ["that has expired", signJose({ exp: 1000 }), {}],
    ["with another signature", signJose({}, new TextEncoder().encode("x".repeat(32))), {}],
    ["of another audience", signJose({ aud: "other" }), { audience: secret }],
    ["that is malformed", Promise.resolve(secret), {}],
    ["with another algorithm", signJose({}), { algorithms: ["HS512"] }],
  ])("responds to a token %s with 401", async (_what, token, options) => {
    const { status, headers } = await verifyOwn(await token, options);

    expect(status).toBe(401);
    expect(headers["www-authenticate"]).toBe(invalidToken);
  });

  it("keeps a 500 for a token of the server that has expired, though the client sent one", async () => {
    const own = await signJose({ exp: 1000 });
    const sent = await signJose({ exp: 2000 });

    const { status } = await answer(
      mappers,
      () => jwtVerify(own, joseKey),
      (api) => api.get("/secrets/1").auth(sent, { type: "bearer" }),
    );

    expect(status).toBe(500);
  });

  const headed = async (header: object): Promise<string> => {
    const [, ...rest] = (await signJose({})).split(".");
    return [Buffer.from(JSON.stringify(header)).toString("base64url"), ...rest].join(".");
  };

  it.each<[string, object]>([
    ["without an algorithm", { alg: "none" }],
    ["with an algorithm that nobody has", { alg: secret }],
    ["with an extension that nobody has", { alg: "HS256", crit: [secret], [secret]: 1 }],
  ])(
    "responds to a token %s with 401, and keeps a 500 if it is the server's",
    async (_what, header) => {
      const token = await headed(header);
      const own = await answer(
        mappers,
        () => jwtVerify(token, joseKey),
        (api) => api.get("/secrets/1").auth(sign({}), { type: "bearer" }),
      );

      expect((await verifyOwn(token)).status).toBe(401);
      expect(own.status).toBe(500);
    },
  );

  it("responds to a token of another key with 401, and keeps a 500 for a set of keys that is malformed", async () => {
    const verifyBy = (keys: () => Parameters<typeof jwtVerify>[1]) =>
      answer(
        mappers,
        (req) => jwtVerify(tokenOf(req.headers.authorization), keys()),
        (api) => api.get("/secrets/1").auth(sign({}), { type: "bearer" }),
      );
    const token = await headed({ alg: "RS256", kid: "gone" });
    const unknown = await answer(
      mappers,
      () => jwtVerify(token, createLocalJWKSet({ keys: [] })),
      (api) => api.get("/secrets/1").auth(token, { type: "bearer" }),
    );

    // What an endpoint may send; the types refuse it.
    const invalid = await verifyBy(() => createLocalJWKSet({} as { keys: [] }));
    const unsupported = await verifyBy(() =>
      createLocalJWKSet({ keys: [{ kty: "oct", k: "AAAA", alg: "HS256" }] }),
    );

    expect([unknown.status, invalid.status, unsupported.status]).toEqual([401, 500, 500]);
    expect(unknown.record.context).toEqual({ code: "ERR_JWKS_NO_MATCHING_KEY" });
  });

  it("responds to an encrypted token that is malformed or of another key with 401", async () => {
    const encrypted = await new EncryptJWT({ sub: secret })
      .setProtectedHeader({ alg: "dir", enc: "A256GCM" })
      .encrypt(randomBytes(32));
    const decrypt = (token: string) =>
      answer(
        mappers,
        (req) => jwtDecrypt(tokenOf(req.headers.authorization), randomBytes(32)),
        (api) => api.get("/secrets/1").auth(token, { type: "bearer" }),
      );

    const wrongKey = await decrypt(encrypted);
    const malformed = await decrypt(`ey.${secret}.c.d.e`);

    expect([wrongKey.status, malformed.status]).toEqual([401, 401]);
    expect([wrongKey.record.context, malformed.record.context]).toEqual([
      { code: "ERR_JWE_DECRYPTION_FAILED" },
      { code: "ERR_JWE_INVALID" },
    ]);
  });

  it("responds with 503 when the endpoint of the keys fails or does not respond", async () => {
    const server = createServer((req, res) => {
      if (req.url === "/fails") res.writeHead(500).end(secret);
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const verify = (path: string) => {
      const keys = createRemoteJWKSet(new URL(`http://127.0.0.1:${port}/${path}`), {
        timeoutDuration: 50,
      });
      return answer(
        mappers,
        (req) => jwtVerify(tokenOf(req.headers.authorization), keys),
        (api) => api.get("/secrets/1").auth(sign({}), { type: "bearer" }),
      );
    };

    const answers = await Promise.all([verify("fails"), verify("hangs")]);
    server.closeAllConnections();
    server.close();

    expect(answers.map(({ status }) => status)).toEqual([503, 503]);
    expect(answers[0].headers["retry-after"]).toBe("5");
  });
});

describe("express-jwt", () => {
  const guarded = (send: (header: string) => string, options = {}) =>
    answerOf(
      mappers,
      (app) => app.use(expressjwt({ secret: key, algorithms: ["HS256"], ...options })),
      (api) => api.get("/secrets/1").set("authorization", send("Bearer ")),
    );

  it.each<[string, string, number, string]>([
    ["no scheme", sign({}), 400, 'Bearer realm="api", error="invalid_request"'],
    ["another scheme", `Basic ${secret}`, 401, 'Bearer realm="api"'],
    ["an expired token", `Bearer ${expired()}`, 401, invalidToken],
    ["a broken token", `Bearer ${secret}`, 401, invalidToken],
  ])("responds to %s with its challenge", async (_what, header, expected, challenge) => {
    const { status, headers } = await guarded(() => header);

    expect(status).toBe(expected);
    expect(headers["www-authenticate"]).toBe(challenge);
  });

  it("challenges a request without a token, and names no error", async () => {
    const { status, headers } = await answerOf(mappers, (app) =>
      app.use(expressjwt({ secret: key, algorithms: ["HS256"] })),
    );

    expect(status).toBe(401);
    expect(headers["www-authenticate"]).toBe('Bearer realm="api"');
  });

  it("responds to a revoked token with 401", async () => {
    const { status, body } = await guarded((scheme) => scheme + sign({}), {
      isRevoked: () => Promise.resolve(true),
    });

    expect(status).toBe(401);
    expect(body.detail).toBe("The access token was revoked.");
  });

  it("keeps a 500 when the server has no secret, of which express-jwt makes a 401", async () => {
    const { status } = await guarded((scheme) => scheme + sign({}), {
      secret: () => Promise.resolve(undefined),
    });

    expect(status).toBe(500);
  });
});

describe("express-oauth2-jwt-bearer", () => {
  const protect = (token: string | undefined, options = {}) =>
    answerOf(
      mappers,
      (app) => {
        app.use(
          auth({
            issuer: "https://issuer.example/",
            audience: "api",
            secret: key,
            tokenSigningAlg: "HS256",
            ...options,
          }),
        );
        app.use(requiredScopes(secret));
      },
      (api) => (token === undefined ? api.get("/") : api.get("/").auth(token, { type: "bearer" })),
    );
  const valid = { iss: "https://issuer.example/", aud: "api", exp: 4_000_000_000 };

  it.each<[string, string | undefined, number, string]>([
    ["no token", undefined, 401, 'Bearer realm="api"'],
    ["an invalid token", sign({ ...valid, aud: secret }), 401, invalidToken],
    ["an expired token", sign({ ...valid, exp: 1000 }), 401, invalidToken],
    [
      "a token without the scope",
      sign({ ...valid, scope: "other" }),
      403,
      'Bearer realm="api", error="insufficient_scope"',
    ],
  ])("responds to %s with its challenge", async (_what, token, expected, challenge) => {
    const { status, headers } = await protect(token);

    expect(status).toBe(expected);
    expect(headers["www-authenticate"]).toBe(challenge);
  });

  it("responds with 503 when the keys cannot be loaded, and not with the words of the socket", async () => {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const token = jsonwebtoken.sign(valid, privateKey, { algorithm: "RS256" });

    const { status } = await answerOf(
      mappers,
      (app) => app.use(auth({ issuerBaseURL: "http://127.0.0.1:1/", audience: "api" })),
      (api) => api.get("/").auth(token, { type: "bearer" }),
    );

    expect(status).toBe(503);
  });
});

it("refuses a realm that would break the challenge", () => {
  expect(() => jwt({ realm: 'a"b' })).toThrow(/^jwt: realm must be/);
});
