import express from "express";
import { errorHandler, notFoundHandler } from "express-backstop";
import { createAppServer } from "./create-app-server.ts";

const app = express();

app.get("/", (_req, res) => {
  res.json({ message: "Hello" });
});

app.use(notFoundHandler());
app.use(errorHandler());

createAppServer(app).listen(process.env["PORT"] ?? 3000);
