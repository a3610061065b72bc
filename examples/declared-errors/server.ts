import express from "express";
import {
  asyncHandler,
  defineErrors,
  errorHandler,
  notFoundHandler,
  validate,
} from "express-backstop";
import { z } from "zod";

const errors = defineErrors({
  article_not_found: {
    status: 404,
    title: "Article not found",
    data: z.object({ articleTitle: z.string() }), // what the client reads, and nothing else
    detail: (data) => `There is no article called ${data.articleTitle}.`,
  },
});

const articles = new Map<string, { title: string; content: string }>();
const Article = z.object({ title: z.string().min(1), content: z.string().min(1) });
const app = express().use(express.json());

app.post("/articles", validate({ body: Article }), (req, res) => {
  articles.set(req.body.title, req.body);
  res.status(201).json(req.body);
});

app.get(
  "/articles/:title",
  asyncHandler(async (req, res) => {
    const article = articles.get(req.params.title);
    if (!article) throw errors.article_not_found({ articleTitle: req.params.title });
    res.json(article);
  }),
);

app.use(notFoundHandler());
app.use(errorHandler());

app.listen(process.env["PORT"] ?? 3000);
