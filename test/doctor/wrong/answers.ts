import type express5 from "express";
import type { NextFunction, Request, Response } from "express";
import { errorHandler, notFoundHandler } from "express-backstop";

const articles = new Map([["1", { title: "One", state: "draft" }]]);

/** Builds an app that responds twice, and whose errors have a status that nobody reads. */
export default function build(express: typeof express5) {
  const app = express();

  app.get("/articles/:id", (req: Request, res: Response) => {
    const article = articles.get(String(req.params["id"]));
    if (!article) res.status(404).json({ error: "unknown" }); // mistake: missing-return
    res.json(article);
  });
  app.get("/checked/:id", (req: Request, reply: Response, next: NextFunction) => {
    if (!articles.has(String(req.params["id"]))) {
      next(new Error("unknown")); // mistake: missing-return
    }
    reply.json({ ok: true });
  });
  app.get("/users/:id", (req: Request, res: Response) => {
    if (!req.query["fields"]) {
      const error = new Error("fields is missing");
      Object.assign(error, { statusCode: 400 }); // mistake: status-on-error
      throw error;
    }
    try {
      res.json(JSON.parse(String(req.query["fields"])));
    } catch {
      const failure = new TypeError("fields is not JSON") as Error & { status?: number };
      failure.status = 422; // mistake: status-on-error
      throw failure;
    }
  });

  app.use(notFoundHandler());
  app.use(errorHandler());
  return app;
}
