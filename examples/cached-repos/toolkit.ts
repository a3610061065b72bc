import express from "express";
import { errorHandler, notFoundHandler, type Reporter, requestContext } from "express-backstop";
import { fetch } from "express-backstop/mappers/fetch";
import type { Cache } from "../article-api/cache/cache.ts";
import { cachedRepos } from "../article-api/repos/repos.ts";
import { repoRoutes } from "../article-api/repos/routes.ts";

/** Lists the repositories of a user with the route and the cache of the article API. */
export function toolkit(
  cache: Cache,
  reposUrl: string,
  { timeout = 5_000, reporter }: { timeout?: number; reporter?: Reporter | false } = {},
) {
  const app = express();
  app.use(requestContext({ timeout: 10_000 }));
  app.use(repoRoutes(cachedRepos({ url: reposUrl, timeout, cache })));
  app.use(notFoundHandler());
  app.use(errorHandler({ mappers: [fetch()], ...(reporter !== undefined && { reporter }) }));
  return app;
}
