import express from "express";
import { body, matchedData, param, query, validationResult } from "express-validator";

const app = express().use(express.json());

app.put(
  "/articles/:id",
  param("id").isUUID(),
  query("notify").default(false).isBoolean().toBoolean(),
  body("title").isString().trim().notEmpty(),
  body("tags").default([]).isArray(),
  body("tags.*").isString(),
  (req, res) => {
    const result = validationResult(req);
    if (!result.isEmpty()) {
      res.status(400).json({ errors: result.array() });
      return;
    }
    res.json(matchedData(req));
  },
);

export default app;
