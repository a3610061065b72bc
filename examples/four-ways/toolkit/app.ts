import express, { type Router } from "express";
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

/** Creates an app with the given routes and the middleware that all four ways share. */
export function createApp(routes: Router, options: Pick<ErrorHandlerOptions, "reporter"> = {}) {
  const app = express();
  app.use(requestContext());
  app.use(express.json());
  app.use(routes);
  app.use(notFoundHandler());
  app.use(errorHandler({ ...options, mappers }));
  return app;
}
