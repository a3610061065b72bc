import { createRequire } from "node:module";
import type { Express } from "express";
import createError from "http-errors";
import { z } from "zod";
import { article, findByCallback, findByPromise, titleOf } from "../articles.ts";
import { newArticle } from "./new-article.ts";

// It wants an older TypeScript than the root has, so that npm keeps it in this folder, where bench/out/bench/peers finds
// nothing by itself.
const require = createRequire(new URL("../../../peers/package.json", import.meta.url));
const {
  createConfig,
  createServer,
  defaultEndpointsFactory,
  EndpointsFactory,
  ensureHttpError,
  getMessageFromError,
  ResultHandler,
} = require("express-zod-api") as typeof import("express-zod-api");

const input = z.object({ id: z.string() });
const output = z.object({
  id: z.string(),
  title: z.string(),
  content: z.string(),
  tags: z.array(z.string()).readonly(),
});

/** express-zod-api with its own handlers of results, which answers 201 for what was created. */
export function expressZodApi(): Express {
  const config = createConfig({ cors: false, startupLogo: false });
  const { app } = createServer(config, {
    articles: { post: create, ":id": get(async () => article) },
    sync: {
      ":id": get(() => {
        throw noSuchArticle();
      }),
    },
    rejection: {
      ":id": get(async () => {
        const found = await findByPromise();
        if (!found) throw noSuchArticle();
        return { id: "1", ...found };
      }),
    },
    callback: {
      ":id": get(
        () =>
          new Promise((resolve, reject) => {
            findByCallback(noSuchArticle, (error, found) => {
              if (found) resolve({ id: "1", ...found });
              else reject(error);
            });
          }),
      ),
    },
    unexpected: { ":id": get(async () => ({ ...article, title: titleOf(undefined) })) },
  });
  return app;
}

type Output = z.output<typeof output>;

function get(handler: () => Promise<Output>): ReturnType<typeof defaultEndpointsFactory.build> {
  return defaultEndpointsFactory.build({ input, output, handler });
}

const created = new ResultHandler({
  positive: (data) => ({ statusCode: 201, schema: z.object({ data }) }),
  negative: z.object({ error: z.object({ message: z.string() }) }),
  handler: ({ error, output: data, response }) => {
    if (error) {
      const { statusCode } = ensureHttpError(error);
      response.status(statusCode).json({ error: { message: getMessageFromError(error) } });
      return;
    }
    response.status(201).json({ data });
  },
});

const create = new EndpointsFactory(created).build({
  method: "post",
  input: z.object(newArticle),
  output,
  handler: async ({ input: given }) => ({ id: "2", ...given }),
});

function noSuchArticle(): Error {
  return createError(404, "There is no such article.");
}
