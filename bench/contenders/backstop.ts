import type { Express, RequestHandler } from "express";
import {
  asyncHandler,
  callbackHandler,
  errorHandler,
  NotFoundError,
  notFoundHandler,
  requestContext,
  validate,
} from "express-backstop";
import { z } from "zod";
import { type Article, article, findByCallback, findByPromise, titleOf } from "../articles.ts";

/** The parts of either Express that the toolkit's contender is built of. */
export interface ExpressLike {
  (): Express;
  json(): RequestHandler;
}

const NewArticle = z.object({
  title: z.string().min(1),
  content: z.string().min(1),
  tags: z.array(z.string().min(1)),
});

/** The toolkit as its README says, all defaults on; with the scope mounted first when that is asked for. */
export function backstop(express: ExpressLike, scope = false): Express {
  const app = express();
  if (scope) app.use(requestContext());
  app.use(express.json());

  app.get(
    "/articles/:id",
    asyncHandler((_req, res) => {
      res.json(article);
    }),
  );
  app.post("/articles", validate({ body: NewArticle }), (req, res) => {
    res.status(201).json({ id: "2", ...req.body });
  });
  app.get(
    "/sync/:id",
    asyncHandler(() => {
      throw noSuchArticle();
    }),
  );
  app.get(
    "/rejection/:id",
    asyncHandler(async (_req, res) => {
      const found = await findByPromise();
      if (!found) throw noSuchArticle();
      res.json(found);
    }),
  );
  app.get("/callback/:id", (_req, res, next) => {
    findByCallback(
      noSuchArticle,
      callbackHandler(next, (found: Article | undefined) => res.json(found)),
    );
  });
  app.get(
    "/unexpected/:id",
    asyncHandler((_req, res) => {
      res.json({ title: titleOf(undefined) });
    }),
  );

  app.use(notFoundHandler());
  app.use(errorHandler());
  return app;
}

function noSuchArticle(): NotFoundError {
  return new NotFoundError("There is no such article.");
}
