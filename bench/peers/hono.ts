import type { RequestListener } from "node:http";
import { promisify } from "node:util";
import { getRequestListener } from "@hono/node-server";
import { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { validator } from "hono/validator";
import { article, findByCallback, findByPromise, titleOf } from "../articles.ts";
import { NewArticle } from "../contenders/new-article.ts";

const noSuchArticle = () => new HTTPException(404, { message: "There is no such article." });

/** Creates the app with Hono on Node and Hono's own error handling. */
export function create(): RequestListener {
  const app = new Hono();

  app.get("/articles/:id", (c) => c.json(article));
  app.post(
    "/articles",
    validator("json", (value, c) => {
      const result = NewArticle.safeParse(value);
      return result.success ? result.data : c.json({ errors: result.error.issues }, 400);
    }),
    (c) => c.json({ id: "2", ...c.req.valid("json") }, 201),
  );
  app.get("/sync/:id", () => {
    throw noSuchArticle();
  });
  app.get("/rejection/:id", async (c) => {
    const found = await findByPromise();
    if (!found) throw noSuchArticle();
    return c.json(found);
  });
  app.get("/callback/:id", async (c) => {
    const found = await promisify(findByCallback)(noSuchArticle);
    return c.json(found ?? null);
  });
  app.get("/unexpected/:id", (c) => c.json({ title: titleOf(undefined) }));

  return getRequestListener(app.fetch);
}
