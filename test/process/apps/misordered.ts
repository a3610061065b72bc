import { createServer } from "node:http";
// An app whose error handler is before its routes, and whose notFoundHandler is mounted after it has begun to listen.
// Arguments: the name of the Express, and "browser" for timers as browsers have them: numbers.
import { errorHandler, notFoundHandler } from "express-backstop";
import { expresses } from "../../support/expresses.ts";
import { listen } from "./listen.ts";

const express = new Map(expresses).get(process.argv[2] ?? "");
if (!express) throw new TypeError(`There is no ${process.argv[2]}`);
const { setTimeout } = globalThis;
if (process.argv[3] === "browser") {
  const browsers = (callback: () => void, delay: number) => Number(setTimeout(callback, delay));
  Reflect.set(globalThis, "setTimeout", browsers);
}
const app = express();
app.use(errorHandler());
app.use(errorHandler({ reporter: false }));
app.get("/articles", (_req, res) => void res.json([]));

const server = createServer(app);
listen(server);
server.on("listening", () => setTimeout(() => app.use(notFoundHandler()), 100));
// The check comes half a second after the start.
setTimeout(() => process.exit(), 1000);
