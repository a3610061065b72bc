class ApiError extends Error {
  constructor(statusCode, message, isOperational = true) {
    super(message);
    this.statusCode = statusCode;
    this.isOperational = isOperational;
  }
}

const catchAsync = (fn) => (req, res, next) => {
  Promise.resolve(fn(req, res, next)).catch((err) => next(err));
};

const userService = {
  create: async (body) => ({ id: "1", ...body }),
  find: async (id) => (id === "1" ? { id } : undefined),
};

const createUser = catchAsync(async (req, res) => {
  const user = await userService.create(req.body);
  res.status(201).send(user);
});

const getUser = catchAsync(async (req, res) => {
  const user = await userService.find(req.params.userId);
  if (!user) {
    throw new ApiError(404, "User not found");
  }
  res.send(user);
});

const validate = (schema) => (req, res, next) => {
  const missing = schema.filter((name) => req.body[name] === undefined);
  if (missing.length > 0) {
    return next(new ApiError(400, `${missing.join(", ")} required`));
  }
  return next();
};

const errorConverter = (err, req, res, next) => {
  let error = err;
  if (!(error instanceof ApiError)) {
    const statusCode = error.statusCode || 500;
    error = new ApiError(statusCode, error.message, false);
  }
  next(error);
};

const errorHandler = (err, req, res, next) => {
  const { statusCode, message } = err;
  res.locals.errorMessage = err.message;
  res.status(statusCode).send({ code: statusCode, message });
};

/** Builds the shape of a boilerplate for REST services: catchAsync, a converter and a handler of errors, routes by version. */
export default function build(express) {
  const app = express();
  const v1 = express.Router();
  const users = express.Router();

  users.route("/").post(validate(["name"]), createUser);
  users.route("/:userId").get(getUser);
  v1.use("/users", users);

  app.use(express.json());
  app.use(express.urlencoded({ extended: true }));
  app.use("/v1", v1);
  app.use((req, res, next) => {
    next(new ApiError(404, "Not found"));
  });
  app.use(errorConverter);
  app.use(errorHandler);
  return app;
}
