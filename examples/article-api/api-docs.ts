import express, { Router } from "express";
import type { OpenApiDocument } from "express-backstop/openapi";
import { operation } from "express-backstop/openapi";
// Not the module itself, which is a program for browsers: Node warns of what that looks for.
import getAbsoluteFSPath from "swagger-ui-dist/absolute-path.js";

/** Serves an OpenAPI document at `/openapi.json`, and Swagger UI, which shows it, at `/docs`. */
export function apiDocs(document: OpenApiDocument): Router {
  const router = Router();
  router.use(operation({ hidden: true }));

  router.get("/openapi.json", (_req, res) => {
    res.json(document);
  });
  // The one file of Swagger UI that says what to show.
  router.get("/docs/swagger-initializer.js", (_req, res) => {
    res.type("js").send(initializer);
  });
  router.use("/docs", express.static(getAbsoluteFSPath()));
  return router;
}

const initializer = `window.ui = SwaggerUIBundle({
  url: "../openapi.json",
  dom_id: "#swagger-ui",
  deepLinking: true,
  presets: [SwaggerUIBundle.presets.apis],
});
`;
