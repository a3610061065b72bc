import { readFile } from "node:fs/promises";
import express, { type ErrorRequestHandler } from "express";
import createError from "http-errors";

const articles = new Map([["1", { title: "Migrating" }]]);
const app = express();

app.get("/articles/:id", (req, res) => {
  const article = articles.get(req.params.id);
  if (!article) throw createError(404, "There is no such article.", { code: "no_article" });
  res.json(article);
});

app.get("/latest.csv", async (_req, res) => {
  res.type("csv").send(await readFile("/srv/articles/latest.csv", "utf8"));
});

app.use((_req, _res, next) => next(createError(404)));

const sendError: ErrorRequestHandler = (error, _req, res, _next) => {
  const { status = 500, code, message } = error;
  res.status(status).json({ code, message });
};
app.use(sendError);

export default app;
