import { readFile } from "node:fs/promises";
import express from "express";
import { asyncHandler, errorHandler, NotFoundError, notFoundHandler } from "express-backstop";

const articles = new Map([["1", { title: "Migrating" }]]);
const app = express();

app.get(
  "/articles/:id",
  asyncHandler(async (req, res) => {
    const article = articles.get(req.params.id);
    if (!article) throw new NotFoundError("There is no such article.");
    res.json(article);
  }),
);

app.get(
  "/latest.csv",
  asyncHandler(async (_req, res) => {
    res.type("csv").send(await readFile("/srv/articles/latest.csv", "utf8"));
  }),
);

app.get(
  "/flags",
  asyncHandler(async () => {
    await Promise.reject();
  }),
);

app.use(notFoundHandler());
app.use(errorHandler());

export default app;
