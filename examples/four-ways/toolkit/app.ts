import { errorHandler, type ErrorHandlerOptions, notFoundHandler } from "express-backstop";
import { postgres } from "express-backstop/mappers/postgres";
import express, { type Express, type Router } from "express";

const mappers = [
  postgres({
    constraints: {
      articles_title_key: {
        code: "article_title_taken",
        title: "Article title already in use",
        field: "title",
      },
    },
  }),
];

/** Mounts routes between the JSON parser and the backstop that all four ways share. */
export function appWith(
  routes: Router,
  options: Pick<ErrorHandlerOptions, "reporter"> = {},
): Express {
  const app = express();
  app.use(express.json());
  app.use(routes);
  app.use(notFoundHandler());
  app.use(errorHandler({ ...options, mappers }));
  return app;
}
