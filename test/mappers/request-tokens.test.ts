import type { Request } from "express";
import { describe, expect, it } from "vitest";
import { readTokens } from "../../src/mappers/request-tokens.ts";
import { throwingGetters } from "../support/hostile.ts";

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
const token = (claims: unknown): string => `${encode({ alg: "HS256" })}.${encode(claims)}.c2ln`;

const request = (parts: Partial<Request>): Request => ({ headers: {}, ...parts }) as Request;

describe("the tokens of a request", () => {
  const claims = { sub: "1", exp: 17 };

  it.each<[string, Partial<Request>]>([
    ["the Authorization header", { headers: { authorization: `Bearer ${token(claims)}` } }],
    ["a cookie among others", { headers: { cookie: `a=b; session=${token(claims)}; c=d` } }],
    ["a header of the app", { headers: { "x-access-token": token(claims) } }],
    ["a header that was sent twice", { headers: { "x-token": ["a", token(claims)] } }],
    ["a segment of the path", { originalUrl: `/confirm/${token(claims)}?lang=en` }],
    ["the last segment of the path", { originalUrl: `/confirm/${token(claims)}` }],
    ["the query", { query: { token: token(claims) } }],
    ["the body", { body: { nested: [{ token: token(claims) }] } }],
  ])("are found in %s", (_where, parts) => {
    expect(readTokens(request(parts))).toEqual({
      hasCredentials: true,
      tokens: [{ claims, header: { alg: "HS256" } }],
    });
  });

  it.each<[string, string, object | undefined]>([
    ["claims that are not JSON", `ey.${Buffer.from("x").toString("base64url")}.c2ln`, undefined],
    ["claims that are a number", token(17), undefined],
    ["five parts, as an encrypted one", `${encode({ alg: "dir" })}.a.b.c.d`, undefined],
    ["an empty signature", token(claims).replace(/[^.]*$/, ""), claims],
  ])("may have %s", (_what, text, expected) => {
    const { tokens } = readTokens(request({ headers: { authorization: `Bearer ${text}` } }));

    expect(tokens.map((one) => one.claims)).toEqual([expected]);
  });

  it.each([["Basic dTpw"], ["Bearer opaque-token"], ["Bearer eyJ.two"], ["Bearer ey.a b.c"]])(
    "do not include %j, though it is a credential",
    (authorization) => {
      expect(readTokens(request({ headers: { authorization } }))).toEqual({
        hasCredentials: true,
        tokens: [],
      });
    },
  );

  it("are not found in a request without credentials", () => {
    const plain = request({ headers: { cookie: "theme=dark" }, query: { q: "a.b.c" } });

    expect(readTokens(plain)).toEqual({ hasCredentials: false, tokens: [] });
  });

  it("are ten at most, and those of a body that throws are left out", () => {
    const many = request({ body: Array.from({ length: 50 }, () => token(claims)) });
    const hostile = request({
      headers: { authorization: `Bearer ${token(claims)}` },
      body: throwingGetters({}, "token"),
    });

    expect(readTokens(many).tokens).toHaveLength(10);
    expect(readTokens(hostile).tokens.map((one) => one.claims)).toEqual([claims]);
  });
});
