import { readFile } from "node:fs/promises";
import express, { type ErrorRequestHandler } from "express";
import asyncHandler from "express-async-handler";

const articles = new Map([["1", { title: "Migrating" }]]);
const app = express();

app.get(
  "/articles/:id",
  asyncHandler(async (req, res) => {
    const article = articles.get(String(req.params["id"]));
    if (!article) throw Object.assign(new Error("There is no such article."), { status: 404 });
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
    await Promise.reject(); // as an old library does that has no reason to give
  }),
);

const sendError: ErrorRequestHandler = (error, _req, res, _next) => {
  res.status(error.status ?? 500).json({ error: error.message });
};
app.use(sendError);

export default app;
