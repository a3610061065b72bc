import { badImplementation, isBoom, notFound, serverUnavailable, unauthorized } from "@hapi/boom";
import express, { type ErrorRequestHandler } from "express";

const articles = new Map([["1", { title: "Migrating" }]]);
const app = express();

app.get("/articles/:id", (req, res) => {
  const article = articles.get(req.params.id);
  if (!article) throw notFound("There is no such article.", { id: req.params.id });
  res.json(article);
});

app.get("/drafts", (req) => {
  if (!req.headers.authorization) throw unauthorized("Sign in first.", "Bearer");
  throw serverUnavailable("The pool of db-3.internal is exhausted.");
});

const sendBoom: ErrorRequestHandler = (error, _req, res, _next) => {
  const { output } = isBoom(error) ? error : badImplementation();
  res.status(output.statusCode).set(output.headers).json(output.payload);
};
app.use(sendBoom);

export default app;
