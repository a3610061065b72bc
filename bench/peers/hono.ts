import type { RequestListener } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { validator } from "hono/validator";
import { z } from "zod";
import { article, findByCallback, findByPromise, titleOf } from "../articles.ts";
import { newArticle } from "./new-article.ts";

const NewArticle = z.object(newArticle);

/** Hono on Node with its own handlers of errors. */
export function hono(): RequestListener {
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
    const found = await new Promise((resolve, reject) => {
      findByCallback(noSuchArticle, (error, value) => (error ? reject(error) : resolve(value)));
    });
    return c.json(found as object);
  });
  app.get("/unexpected/:id", (c) => c.json({ title: titleOf(undefined) }));

  return getRequestListener(app.fetch);
}

function noSuchArticle(): HTTPException {
  return new HTTPException(404, { message: "There is no such article." });
}
