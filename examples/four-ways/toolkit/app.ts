import express, { type Express, type Router } from "express";
import {
  errorHandler,
  type ErrorHandlerOptions,
  notFoundHandler,
  requestContext,
} from "express-backstop";
import { postgres } from "express-backstop/mappers/postgres";

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

/** Mounts routes with what all four ways share: the scope and the JSON parser before them, the backstop after. */
export function appWith(
  routes: Router,
  options: Pick<ErrorHandlerOptions, "reporter"> = {},
): Express {
  const app = express();
  app.use(requestContext());
  app.use(express.json());
  app.use(routes);
  app.use(notFoundHandler());
  app.use(errorHandler({ ...options, mappers }));
  return app;
}
