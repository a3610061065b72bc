import express from "express";
import { errorHandler, notFoundHandler, validate } from "express-backstop";
import { z } from "zod";

const app = express().use(express.json());

app.put(
  "/articles/:id",
  validate({
    params: z.object({ id: z.uuid() }),
    query: z.strictObject({
      notify: z.stringbool({ truthy: ["true"], falsy: ["false"] }).default(false),
    }),
    body: z.strictObject({
      title: z.string().trim().min(1),
      tags: z.array(z.string()).default([]),
    }),
  }),
  (req, res) => {
    res.json({ id: req.params.id, notify: req.query.notify, ...req.body });
  },
);

app.use(notFoundHandler());
app.use(errorHandler());

export default app;
