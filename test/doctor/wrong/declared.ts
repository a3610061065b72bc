import type express5 from "express";
import type { Request, Response } from "express";
import { defineErrors, errorHandler, notFoundHandler, validate } from "express-backstop";
import { operation } from "express-backstop/openapi";
import { z } from "zod";

const errors = defineErrors({ article_not_found: { status: 404, title: "Article not found" } });
const Import = z.object({ rows: z.array(z.object({ text: z.string() })) });

/** Loads what is mounted at the edge, which this app does not need by itself. */
// @ts-expect-error It is JavaScript without types.
export const edge = (): Promise<unknown> => import("./edge.js");

/** Builds an app that is careful in some places only. */
export default function build(express: typeof express5) {
  const app = express();
  app.use(express.json({ limit: "50mb" }));

  app.get(
    "/articles/:id",
    operation({ errors: [errors.article_not_found] }),
    (_req: Request, res: Response) => {
      res.json({});
    },
  );
  app.get("/articles", (_req: Request, res: Response) => {
    // mistake: undeclared-errors
    res.json([]);
  });
  const none = operation({ errors: [] });
  app.post("/import", none, validate({ body: Import }), (req, res) => {
    // mistake: schema-without-limits
    res.json(req.body.rows.length);
  });

  app.use(notFoundHandler());
  app.use(
    errorHandler({
      debug: true, // mistake: debug-in-production
    }),
  );
  return app;
}
