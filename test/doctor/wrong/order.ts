import type express5 from "express";
import type { Request, Response } from "express";
import { errorHandler, notFoundHandler, requestContext } from "express-backstop";

/** Builds an app whose middleware is there, in the wrong order. */
export default function build(express: typeof express5) {
  const app = express();
  const admin = express.Router();

  app.use(express.json());
  app.use(requestContext()); // mistake: request-context-not-first
  app.use(errorHandler()); // mistake: error-handler-before-routes

  admin.get("/users", (_req: Request, res: Response) => {
    res.json([]);
  });
  admin.use((_req: Request, res: Response) => {
    res.status(404).json({ error: "unknown" });
  });
  admin.get("/roles", (_req: Request, res: Response) => {
    // mistake: route-after-not-found
    res.json([]);
  });

  app.use("/admin", admin);
  app.use(notFoundHandler());
  app.get("/late", (_req: Request, res: Response) => {
    // mistake: route-after-not-found
    res.json([]);
  });
  // Nobody calls it with an error: it has three parameters.
  app.use((err: Error, _req: Request, res: Response) => {
    // mistake: three-parameter-error-handler
    res.status(500).json({ error: err.message });
  });
  admin.use((error: Error, _req: Request, _res: Response) => {
    // mistake: three-parameter-error-handler
    console.error(error);
  });
  return app;
}
