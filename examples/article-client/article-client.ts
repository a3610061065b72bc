import type { z } from "zod";
import { Article, ArticleList } from "./article.ts";
import type { NewArticle } from "./command.ts";
import { readSuccess, type Outcome } from "./read-success.ts";
import { send } from "./send.ts";

/** What can be asked of the article API. */
export interface ArticleClient {
  list(page: string, limit: string): Promise<Outcome<z.infer<typeof ArticleList>>>;
  get(id: string): Promise<Outcome<z.infer<typeof Article>>>;
  post(article: NewArticle): Promise<Outcome<z.infer<typeof Article>>>;
}

/** Makes the client of an article API; none of its methods rejects. */
export function articleClient(base: string): ArticleClient {
  const address = (path: string): URL => new URL(base.replace(/\/*$/, path));

  return {
    async list(page, limit) {
      const query = new URLSearchParams({ page, limit });
      return readSuccess(await send(address(`/articles?${query.toString()}`)), ArticleList);
    },

    async get(id) {
      return readSuccess(await send(address(`/articles/${encodeURIComponent(id)}`)), Article);
    },

    async post(article) {
      const answer = await send(address("/articles"), {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(article),
      });
      return readSuccess(answer, Article);
    },
  };
}
