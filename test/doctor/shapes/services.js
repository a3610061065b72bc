import { EventEmitter } from "node:events";

const jobs = new EventEmitter();
const wrap = (handler) =>
  function wrapped(req, res, next) {
    return handler(req, res, next).catch(next);
  };
const asArray = (value) => [value].flat();

/** Builds the shape of a service with streams, jobs and batches: sessions, middleware in arrays, a handler for each method. */
export default function build(express) {
  const app = express();
  const batches = express.Router({ mergeParams: true });

  app.disable("x-powered-by");
  app.use(function requestId(req, res, next) {
    res.setHeader("X-Request-Id", "1");
    next();
  });
  app.use([express.json({ limit: "1mb" }), express.text()]);

  batches
    .route("/:batch")
    .all((req, res, next) => {
      if (!req.get("authorization")) {
        return res.status(401).json({ error: "sign in" });
      }
      next();
    })
    .get(
      wrap(async (req, res) => {
        const { batch } = req.params;
        for (const one of asArray(batch)) {
          if (one === "0") {
            res.status(404).json({ error: "unknown" });
            return;
          }
        }
        res.json({ batch });
      }),
    )
    .post(
      wrap(async (req, res) => {
        try {
          res.status(202).json({ queued: await Promise.resolve(req.body) });
        } catch (error) {
          res.status(503).json({ error: error.message });
        }
      }),
    );
  app.use("/batches", batches);

  app.get("/events", (req, res) => {
    const send = (event) => res.write(`data: ${JSON.stringify(event)}\n\n`);
    jobs.on("event", send);
    jobs.on("error", (error) => {
      console.error(error);
      res.end();
    });
    req.on("close", () => jobs.off("event", send));
  });
  app.get("/health", (req, res) => {
    switch (req.query.of) {
      case "jobs":
        res.json({ ok: true });
        break;
      case "all":
      case undefined:
        res.json({ ok: true, all: true });
        return;
      default:
        res.status(400).json({ error: "of" });
    }
  });

  app.use((req, res) => {
    res.status(404).json({ error: "unknown" });
  });
  app.use((error, req, res, next) => {
    res.status(500).json({ error: "failed" });
  });
  return app;
}
