import express, { type Express } from "express";
import {
  asyncHandler,
  callbackHandler,
  errorHandler,
  ForbiddenError,
  type Guard,
  notFoundHandler,
  UnauthorizedError,
  validate,
} from "express-backstop";
import { nodeSystem, redis } from "express-backstop/mappers";
import session, { type Store } from "express-session";
import { z } from "zod";

declare module "express-session" {
  interface SessionData {
    name: string;
  }
}

const Login = z.object({ name: z.string().min(1), password: z.string() });

export function createApp(
  store: Store,
  isRight: (login: z.infer<typeof Login>) => boolean,
): Express {
  const app = express().use(express.json());
  const sessions = session({
    secret: "of the app",
    resave: false,
    saveUninitialized: false,
    store,
  });
  app.use(asyncHandler(sessions)); // calls next again when the store fails later

  app.post("/login", validate({ body: Login }), (req, res, next) => {
    if (!isRight(req.body)) throw new ForbiddenError("The name or the password is wrong.");
    req.session.regenerate(
      callbackHandler(next, () => {
        req.session.name = req.body.name;
        res.sendStatus(204);
      }),
    );
  });

  const signedIn: Guard = (req, _res, next) => {
    if (!req.session.name)
      throw new UnauthorizedError('Session realm="articles"', "Sign in first.");
    next();
  };
  app.get("/me", signedIn, (req, res) => void res.json({ name: req.session.name }));

  app.use(notFoundHandler());
  app.use(errorHandler({ mappers: [redis(), nodeSystem()] }));
  return app;
}
