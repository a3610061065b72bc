import type express5 from "express";
import type { NextFunction, Request, Response } from "express";

const articles = {
  find: (slug: string) => Promise.resolve(slug === "one" ? { slug, author: "ada" } : undefined),
  list: () => Promise.resolve([{ slug: "one" }]),
};

/** Builds the shape of a RealWorld server: promises with `catch(next)`, a preloaded article, validation errors as JSON. */
export default function build(express: typeof express5) {
  const app = express();
  const api = express.Router();
  const routes = express.Router();

  routes.param("article", (req: Request, res: Response, next: NextFunction, slug: string) => {
    articles
      .find(slug)
      .then((article) => {
        if (!article) return res.sendStatus(404);
        res.locals["article"] = article;
        return next();
      })
      .catch(next);
  });
  routes.get("/", (_req: Request, res: Response, next: NextFunction) => {
    Promise.all([articles.list()])
      .then(([list]) => res.json({ articles: list }))
      .catch(next);
  });
  routes.get("/:article", (_req: Request, res: Response) => {
    res.json({ article: res.locals["article"] as unknown });
  });
  routes.delete("/:article", (req: Request, res: Response, next: NextFunction) => {
    if (req.get("authorization") === undefined) {
      res.sendStatus(401);
    } else if (req.get("authorization") === "ada") {
      Promise.resolve()
        .then(() => res.sendStatus(204))
        .catch(next);
    } else {
      res.sendStatus(403);
    }
  });
  api.use("/articles", routes);
  api.use((err: Error, _req: Request, res: Response, next: NextFunction) => {
    if (err.name === "ValidationError") {
      return res.status(422).json({ errors: { body: err.message } });
    }
    return next(err);
  });

  app.use(express.json());
  app.use("/api", api);
  app.use((_req: Request, _res: Response, next: NextFunction) => {
    const err = new Error("Not Found") as Error & { status?: number };
    err.status = 404;
    next(err);
  });
  app.use((err: Error & { status?: number }, _req: Request, res: Response, _next: NextFunction) => {
    res.status(err.status ?? 500).json({ errors: { message: err.message } });
  });
  return app;
}
