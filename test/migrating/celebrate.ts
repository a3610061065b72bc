import { celebrate, errors, Joi, Modes, Segments } from "celebrate";
import express from "express";

const app = express().use(express.json());

app.put(
  "/articles/:id",
  celebrate(
    {
      [Segments.PARAMS]: { id: Joi.string().uuid().required() },
      [Segments.QUERY]: { notify: Joi.boolean().default(false) },
      [Segments.BODY]: {
        title: Joi.string().trim().required(),
        tags: Joi.array().items(Joi.string()).default([]),
      },
    },
    { abortEarly: false },
    { mode: Modes.FULL },
  ),
  (req, res) => {
    res.json({ id: req.params["id"], notify: req.query["notify"], ...req.body });
  },
);

app.use(errors());

export default app;
