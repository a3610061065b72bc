import { jwtVerify, SignJWT } from "jose";
import type { User } from "./user.ts";

/** Signs and checks the tokens of users. */
export interface Tokens {
  /** Returns a token that is valid for 30 days, or until another time. */
  sign(user: User, expires?: Date): Promise<string>;
  /** Resolves to the user of a token; rejects with an error of jose, which the mapper `jwt` makes a 401. */
  verify(token: string): Promise<User>;
}

/** Creates the tokens of a secret: JSON Web Tokens that are signed with HMAC and SHA-256. */
export function createTokens(secret: string): Tokens {
  const key = new TextEncoder().encode(secret);
  return {
    sign: ({ name }, expires) =>
      new SignJWT()
        .setProtectedHeader({ alg: "HS256" })
        .setIssuer(issuer)
        .setSubject(name)
        .setExpirationTime(expires ?? "30 days")
        .sign(key),

    async verify(token) {
      const { payload } = await jwtVerify<{ sub: string }>(token, key, {
        algorithms: ["HS256"],
        issuer,
        requiredClaims: ["sub", "exp"],
      });
      return { name: payload.sub };
    },
  };
}

const issuer = "article-api";
