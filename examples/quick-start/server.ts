import express from "express";
import { errorHandler, notFoundHandler, validate } from "express-backstop";
import { z } from "zod";

const Article = z.object({ title: z.string().min(1), content: z.string().min(1) });
const app = express().use(express.json());

app.post("/articles", validate({ body: Article }), (req, res) => {
  res.status(201).json(req.body);
});

app.use(notFoundHandler()); // after all routes
app.use(errorHandler()); // last

app.listen(3000);
