import { STATUS_CODES } from "node:http";
import type { Express } from "express";
import { passport as passportErrors, recommended, statusProperty } from "express-backstop/mappers";
import passport from "passport";
import { Strategy as BearerStrategy } from "passport-http-bearer";
import { Strategy as LocalStrategy } from "passport-local";
import { describe, expect, it } from "vitest";
import { expresses } from "../support/expresses.ts";
import { answerOf, secret } from "./support/answer.ts";

const mappers = [passportErrors()];

type Verified = (error: unknown, user?: object | false, info?: string | object) => void;

const checkToken = (token: string, done: Verified): void => {
  if (token === "broken") done(new Error(`no database, ${secret}`));
  else if (token === "read") done(null, false, { scope: "write", message: secret });
  else done(null, token === "right" && { name: "a" });
};
const checkPassword = (_name: string, _password: string, done: Verified): void =>
  done(null, false, { message: `wrong password: ${secret}` });

const options = { session: false, failWithError: true };

describe.each(expresses)("passport on %s", (_name, express) => {
  const mount = (app: Express): void => {
    const bearer = new BearerStrategy({ realm: "articles" }, checkToken);
    app.use(passport.initialize());
    app.get("/bearer", passport.authenticate(bearer, options));
    app.post("/login", passport.authenticate(new LocalStrategy(checkPassword), options));
    app.get("/upstream", passport.authenticate(bearer, options), () => {
      // As the SDK of openai has it
      throw Object.assign(new Error("Unauthorized"), { name: "AuthenticationError", status: 401 });
    });
  };
  const respond = (send: NonNullable<Parameters<typeof answerOf>[2]>, used = mappers) =>
    answerOf(used, mount, send, express);

  it("makes a 401 of a request without a token, with the challenge", async () => {
    const { status, body: problem, headers } = await respond((api) => api.get("/bearer"));

    expect(status).toBe(401);
    expect(problem.code).toBe("unauthorized");
    expect(headers["www-authenticate"]).toBe('Bearer realm="articles"');
    expect(problem["challenge"]).toEqual(['Bearer realm="articles"']);
  });

  it("makes a 401 of a token that is not valid, with the challenge", async () => {
    const { status, headers } = await respond((api) =>
      api.get("/bearer").set("Authorization", "Bearer wrong"),
    );

    expect(status).toBe(401);
    expect(headers["www-authenticate"]).toBe('Bearer realm="articles", error="invalid_token"');
  });

  it("makes a 400 of a form that lacks the password", async () => {
    const { status } = await respond((api) => api.post("/login").send({ username: "a" }));

    expect(status).toBe(400);
  });

  it("makes a 401 of a wrong password, without the message of the strategy", async () => {
    const { status, body: problem } = await respond((api) =>
      api.post("/login").send({ username: "a", password: "b" }),
    );

    expect(status).toBe(401);
    expect(problem.title).toBe(STATUS_CODES[401]);
    // A password is checked by no scheme of HTTP, so there is no challenge to repeat.
    expect(problem["challenge"]).toEqual([]);
  });

  it("keeps a 500 for what a strategy could not check", async () => {
    const { status } = await respond((api) =>
      api.get("/bearer").set("Authorization", "Bearer broken"),
    );

    expect(status).toBe(500);
  });

  it("keeps a 500 for an error of the same name after passport has let the request pass", async () => {
    const { status } = await respond((api) =>
      api.get("/upstream").set("Authorization", "Bearer right"),
    );

    expect(status).toBe(500);
  });

  it("is one of the recommended mappers", async () => {
    const { headers } = await respond(
      (api) => api.get("/bearer"),
      [...recommended(), statusProperty()],
    );

    expect(headers["www-authenticate"]).toBe('Bearer realm="articles"');
  });
});
