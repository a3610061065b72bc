import { randomUUID } from "node:crypto";
import type { z } from "zod";
import { Article, ArticleList } from "./article.ts";
import type { NewArticle } from "./command.ts";
import { readSuccess, type Outcome } from "./read-success.ts";
import { send } from "./send.ts";

/** The requests that this client can send to the article API. */
export interface ArticleClient {
  list(limit: string, cursor?: string): Promise<Outcome<z.infer<typeof ArticleList>>>;
  get(id: string): Promise<Outcome<z.infer<typeof Article>>>;
  post(article: NewArticle, token?: string): Promise<Outcome<z.infer<typeof Article>>>;
}

/** Creates a client of the article API at a URL. Its methods never reject. */
export function articleClient(base: string): ArticleClient {
  const endpoint = (path: string) => new URL(base.replace(/\/*$/, path));

  return {
    async list(limit, cursor) {
      const query = new URLSearchParams({ limit, ...(cursor !== undefined && { cursor }) });
      return readSuccess(await send(endpoint(`/articles?${query.toString()}`)), ArticleList);
    },

    async get(id) {
      return readSuccess(await send(endpoint(`/articles/${encodeURIComponent(id)}`)), Article);
    },

    async post(article, token) {
      const result = await send(endpoint("/articles"), {
        method: "POST",
        headers: {
          "content-type": "application/json",
          "idempotency-key": `"${randomUUID()}"`,
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
        },
        body: JSON.stringify(article),
      });
      return readSuccess(result, Article);
    },
  };
}
