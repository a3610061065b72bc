import { readFile } from "node:fs/promises";
import express from "express";
import errorHandler from "strong-error-handler";

const articles = new Map([["1", { title: "Migrating" }]]);
const app = express().use(express.json());

app.get("/articles/:id", (req, res) => {
  const article = articles.get(req.params.id);
  if (!article) {
    throw Object.assign(new Error("There is no such article."), {
      statusCode: 404,
      code: "no_article",
      details: { id: req.params.id },
    });
  }
  res.json(article);
});

app.get("/latest.csv", async (_req, res) => {
  res.type("csv").send(await readFile("/srv/articles/latest.csv", "utf8"));
});

app.use(errorHandler({ debug: false, log: false }));

export default app;
