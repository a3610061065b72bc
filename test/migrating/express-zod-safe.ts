import express from "express";
import validate from "express-zod-safe";
import { z } from "zod";

const app = express().use(express.json());

app.put(
  "/articles/:id",
  validate({
    params: { id: z.uuid() },
    query: { notify: z.stringbool({ truthy: ["true"], falsy: ["false"] }).default(false) },
    body: { title: z.string().trim().min(1), tags: z.array(z.string()).default([]) },
  }),
  (req, res) => {
    res.json({ id: req.params.id, notify: req.query.notify, ...req.body });
  },
);

export default app;
