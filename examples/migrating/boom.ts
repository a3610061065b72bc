import express from "express";
import {
  errorHandler,
  NotFoundError,
  notFoundHandler,
  ServiceUnavailableError,
  UnauthorizedError,
} from "express-backstop";

const articles = new Map([["1", { title: "Migrating" }]]);
const app = express();

app.get("/articles/:id", (req, res) => {
  const article = articles.get(req.params.id);
  if (!article) {
    throw new NotFoundError("There is no such article.", { context: { id: req.params.id } });
  }
  res.json(article);
});

app.get("/drafts", (req) => {
  if (!req.headers.authorization) throw new UnauthorizedError("Bearer", "Sign in first.");
  throw new ServiceUnavailableError("The pool of db-3.internal is exhausted.");
});

app.use(notFoundHandler());
app.use(errorHandler());

export default app;
