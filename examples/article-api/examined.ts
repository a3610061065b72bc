import { createTokens } from "./accounts/tokens.ts";
import { buildApp } from "./app.ts";
import type { ArticleRepository } from "./articles/article-repository.ts";

/** The API without a database, for what reads its routes and sends no request: `express-backstop doctor` and `errors`. */
export const app = buildApp({
  // Only a request reads it.
  articles: {} as ArticleRepository,
  tokens: createTokens("a secret for nobody"),
  demo: true,
});
