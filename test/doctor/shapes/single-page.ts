import { readFile } from "node:fs";
import type express5 from "express";
import type { NextFunction, Request, Response } from "express";

function sentryErrorMiddleware(_error: unknown, _req: Request, _res: Response, next: NextFunction) {
  next(_error);
}

/** Builds the shape of a server of a single page: an API behind a limit, files, the page for every other path, Sentry. */
export default function build(express: typeof express5) {
  const app = express();
  const api = express();

  api.use(express.json());
  api.get("/me", (req: Request, res: Response, next: NextFunction) => {
    readFile("/srv/me.json", "utf8", (err, text) => {
      if (err) {
        next(err);
        return;
      }
      res.type("json").send(text);
    });
  });
  api.get("/picture", (_req: Request, res: Response, next: NextFunction) => {
    res.sendFile("/srv/picture.png", (err) => {
      if (err && !res.headersSent) next(err);
    });
  });
  api.use((_req: Request, res: Response) => {
    res.status(404).json({ error: "unknown" });
  });

  app.use("/api", api);
  app.use(express.static("dist"));
  app.use((req: Request, res: Response, next: NextFunction) => {
    if (req.method !== "GET") return next();
    res.sendFile("/srv/index.html");
  });
  app.use(sentryErrorMiddleware);
  app.use((err: unknown, _req: Request, res: Response, next: NextFunction) => {
    if (res.headersSent) return next(err);
    res.status(500).send("Something broke.");
  });
  return app;
}
