import { EventEmitter } from "node:events";
import { createServer } from "node:http";
import { Readable } from "node:stream";
import express, { type Express, Router } from "express";
import { builtInErrors, defineErrors } from "express-backstop/catalog";
import { z } from "zod";

const Article = z.object({ title: z.string().min(1), content: z.string().min(1) });

type Article = z.infer<typeof Article>;

const errors = defineErrors(
  {
    article_not_found: {
      status: 404,
      title: "Article not found",
      data: z.object({ articleId: z.string() }),
      detail: ({ articleId }) => `There is no article with id ${articleId}.`,
    },
    article_slug_taken: { status: 409, title: "Article title already in use" },
  },
  { extend: builtInErrors },
);

/** Creates an app and its parts, which the blocks of the documentation use without declaring them. New for each block. */
export function fixtures() {
  const stored = new Map<string, Article & { id: string }>();
  const app: Express = express();
  return {
    app,
    router: Router(),
    server: createServer(app),
    errors,
    Article,
    articles: {
      list: async () => [...stored.values()],
      csv: () => Readable.from(["title,content\n"]),
      find: async (id: string) => stored.get(id),
      create: async (article: Article) => {
        const id = String(stored.size + 1);
        stored.set(id, { ...article, id });
        return { ...article, id };
      },
      update: async (id: string, article: Article) => ({ ...article, id }),
    },
    /** A store with error-first callbacks. */
    store: {
      save(article: Article, done: (error: Error | null, saved: Article & { id: string }) => void) {
        setImmediate(done, null, { ...article, id: "1" });
      },
    },
    /** A message queue, as its library exports it. */
    queue: new EventEmitter(),
    pool: { end: async () => {} },
    /** A logger with the methods of pino and winston. */
    logger: {
      error: (_fields: object, _message?: string) => {},
      warn: (_fields: object, _message?: string) => {},
      info: (_fields: object, _message?: string) => {},
      debug: (_fields: object, _message?: string) => {},
    },
    winston: { log: (_entry: { readonly level: string; readonly message: string }) => {} },
    /** The modules of tools, as far as reporters use them. */
    api: {
      trace: { getActiveSpan: () => undefined },
      metrics: {
        getMeter: () => ({
          createCounter: () => ({ add: () => {} }),
          createHistogram: () => ({ record: () => {} }),
        }),
      },
    },
    Sentry: { captureException: (_error: unknown, _hint: object) => "id" },
    client: {
      Counter: class {
        inc(_labels: object): void {}
      },
    },
    tracker: { captureException: (_error: unknown, _hint: object) => {} },
    metrics: { increment: (_name: string, _labels: Readonly<Record<string, string>>) => {} },
  };
}
