import express, { type Express } from "express";
import { errorHandler, validate } from "express-backstop";
import { z } from "zod";

/** An app whose invalid requests name their fields. */
export const app: Express = express();
app.post("/articles", express.json(), validate({ body: z.object({ title: z.string() }) }));
app.use(errorHandler({ reporter: false }));
