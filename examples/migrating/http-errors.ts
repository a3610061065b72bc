import { readFile } from "node:fs/promises";
import express from "express";
import { asyncHandler, errorHandler, NotFoundError, notFoundHandler } from "express-backstop";

const articles = new Map([["1", { title: "Migrating" }]]);
const app = express();

app.get("/articles/:id", (req, res) => {
  const article = articles.get(req.params.id);
  if (!article) throw new NotFoundError("There is no such article.", { code: "no_article" });
  res.json(article);
});

app.get(
  "/latest.csv",
  asyncHandler(async (_req, res) => {
    res.type("csv").send(await readFile("/srv/articles/latest.csv", "utf8"));
  }),
);

app.use(notFoundHandler());
app.use(errorHandler());

export default app;
