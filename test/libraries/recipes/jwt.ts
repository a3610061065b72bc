import express, { type Express, type Response } from "express";
import {
  errorHandler,
  ForbiddenError,
  type Guard,
  notFoundHandler,
  UnauthorizedError,
  validate,
} from "express-backstop";
import { jwt } from "express-backstop/mappers/jwt";
import jsonwebtoken from "jsonwebtoken";
import { z } from "zod";

const Article = z.object({ title: z.string().min(1) });
const User = z.object({ sub: z.string(), scope: z.string().default("") });

export function createApp(key: string): Express {
  const app = express().use(express.json());

  const signedIn: Guard = (req, res, next) => {
    const [, token] = /^Bearer (.+)$/i.exec(req.headers.authorization ?? "") ?? [];
    if (!token) throw new UnauthorizedError('Bearer realm="articles"');
    res.locals.user = User.parse(jsonwebtoken.verify(token, key, { algorithms: ["HS256"] }));
    next();
  };
  const mayWrite: Guard = (_req, res, next) => {
    if (!userOf(res).scope.split(" ").includes("articles:write")) {
      throw new ForbiddenError("The token does not allow to change articles.");
    }
    next();
  };

  app.put(
    "/articles/:id",
    signedIn,
    mayWrite,
    validate({ params: z.object({ id: z.coerce.number().int() }), body: Article }),
    (req, res) => {
      // req.params.id is a number, and req.body an article.
      res.json({ id: req.params.id, title: req.body.title, changedBy: userOf(res).sub });
    },
  );

  app.use(notFoundHandler());
  app.use(errorHandler({ mappers: [jwt({ realm: "articles" })] }));
  return app;
}

function userOf(res: Response): z.infer<typeof User> {
  return res.locals["user"];
}
