import createError from "http-errors";

/** Builds the shape of what express-generator writes. */
export default function build(express) {
  const app = express();
  const index = express.Router();
  const users = express.Router();

  index.get("/", function (req, res, next) {
    res.render("index", { title: "Express" });
  });
  users.get("/", function (req, res, next) {
    res.send("respond with a resource");
  });

  app.set("view engine", "jade");
  app.use(express.json());
  app.use(express.urlencoded({ extended: false }));
  app.use(express.static("public"));
  app.use("/", index);
  app.use("/users", users);

  // catch 404 and forward to error handler
  app.use(function (req, res, next) {
    next(createError(404));
  });

  // error handler
  app.use(function (err, req, res, next) {
    res.locals.message = err.message;
    res.locals.error = req.app.get("env") === "development" ? err : {};
    res.status(err.status || 500);
    res.render("error");
  });
  return app;
}
