import { EventEmitter } from "node:events";
import { readFile, stat, unlink } from "node:fs";
import { errorHandler, notFoundHandler } from "express-backstop";

const bus = new EventEmitter();
const store = { find: async (id) => ({ id }) };

/** Builds an app from the time of callbacks. */
export default function build(express) {
  const app = express();

  app.get("/file", (req, res) => {
    readFile("/srv/file", (err, data) => {
      // mistake: dropped-error
      res.send(data);
    });
  });
  app.get("/size", (req, res) => {
    stat("/srv/file", (error, stats) => {
      // mistake: dropped-error
      if (error) console.error(error);
      res.json({ size: stats.size });
    });
  });
  app.delete("/file", (req, res) => {
    unlink("/srv/file", (err) => {
      if (err) throw err; // mistake: throw-in-callback
      res.status(204).end();
    });
  });
  app.get("/other-names", (q, r) => {
    readFile("/srv/file", (err, data) => {
      // mistake: dropped-error
      r.send(data);
    });
  });
  app.get("/returned", (q, r) => {
    if (!q.query.id) return new TypeError("no id"); // mistake: returned-error
    r.end();
  });
  app.get("/later", (req, res) => {
    setTimeout(() => {
      if (!req.query.q) throw new Error("no query"); // mistake: throw-in-callback
      res.send("late");
    }, 10);
  });
  app.get("/event", (req, res) => {
    bus.once("done", (result) => {
      if (!result) throw new Error("no result"); // mistake: throw-in-callback
      res.json(result);
    });
  });
  app.get("/articles/:id", (req, res) => {
    store.find(req.params.id).then((article) => res.json(article)); // mistake: unhandled-promise
  });
  app.get("/states/:id", (req, res) => {
    switch (req.params.id) {
      case "1":
        res.send("draft"); // mistake: missing-return
      case "2":
        res.send("published");
        break;
      default:
        res.sendStatus(404);
    }
  });
  app.use(notFoundHandler());
  app.use(errorHandler());
  return app;
}
