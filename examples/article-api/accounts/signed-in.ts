import { asyncHandler, type Guard } from "express-backstop";
import { errors } from "../errors.ts";
import type { Tokens } from "./tokens.ts";
import type { User } from "./user.ts";

declare global {
  namespace Express {
    interface Request {
      /** The user, behind the guard `signedIn`. */
      user?: User;
    }
  }
}

/** Creates a guard that lets a request pass if it has a valid token, and sets `req.user`. */
export function signedIn(tokens: Tokens): Guard {
  return asyncHandler(async (req, _res, next) => {
    const [, token] = /^Bearer +([\w.~+/-]+=*)$/i.exec(req.headers.authorization ?? "") ?? [];
    if (token === undefined) throw errors.unauthorized({ challenge: [`Bearer realm="${realm}"`] });
    req.user = await tokens.verify(token);
    next();
  });
}

/** The realm of the challenges, which names what the token opens. */
export const realm = "articles";

/** Returns the user of a request behind `signedIn`. Without the guard, the request fails with a 500. */
export function userOf(req: { readonly user?: User }): User {
  if (!req.user) throw new Error("Mount the guard signedIn in front of this handler.");
  return req.user;
}
