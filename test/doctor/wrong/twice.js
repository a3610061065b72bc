import { errorHandler, notFoundHandler } from "express-backstop";

/** Builds an app with more error middleware than is called. */
export default function build(express) {
  const app = express();
  const jobs = express.Router();

  jobs.get("/", (req, res) => {
    res.json([]);
  });
  jobs.use(errorHandler({ reporter: false }));
  jobs.use((error, req, res, next) => {
    // mistake: second-error-handler
    next(error);
  });

  app.use("/jobs", jobs);
  app.use(notFoundHandler());
  app.use((error, req, res, next) => {
    res.status(500).json({ error: "failed" });
  });
  app.use(errorHandler()); // mistake: second-error-handler
  app.use(function sentryErrorMiddleware(error, req, res, next) {
    // mistake: tracker-misplaced
    next(error);
  });
  return app;
}
