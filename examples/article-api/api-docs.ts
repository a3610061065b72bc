import express, { Router } from "express";
import type { OpenApiDocument } from "express-backstop/openapi";
import { operation } from "express-backstop/openapi";
// Only the path: the main module of the package is written for browsers, and Node prints a warning for it.
import getAbsoluteFSPath from "swagger-ui-dist/absolute-path.js";

/** Serves an OpenAPI document at `/openapi.json`, and Swagger UI for it at `/docs`. */
export function apiDocs(document: OpenApiDocument) {
  const router = Router();
  router.use(operation({ hidden: true }));

  router.get("/openapi.json", (_req, res) => {
    res.json(document);
  });
  // Replaces the one file of Swagger UI that names the document to show.
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
