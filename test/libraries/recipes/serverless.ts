import express from "express";
import { errorHandler, notFoundHandler, requestContext, validate } from "express-backstop";
import serverless from "serverless-http";
import { z } from "zod";

const app = express();
// Shorter than the timeout of the function, which ends it without a response.
app.use(requestContext({ timeout: 8_000 }));
app.use(express.json());

app.post("/articles", validate({ body: z.object({ title: z.string().min(1) }) }), (req, res) => {
  res.status(201).json(req.body);
});

app.use(notFoundHandler());
app.use(errorHandler());

export const handler = serverless(app);
