import type { Express, NextFunction, Request, Response } from "express";
import { errorHandler, notFoundHandler, validate } from "express-backstop";
import { doctor } from "express-backstop/doctor";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { expresses } from "../support/expresses.ts";

type Mount = (app: Express, express: (typeof expresses)[number][1]) => void;

const end = (_req: Request, res: Response) => void res.end();
const find = async () => {};
const Article = z.object({ title: z.string() });
const wildcard = /.*/;

/** Parts of apps that have been taken for mistakes; each works. */
const correct: Readonly<Record<string, Mount>> = {
  "async handlers that pass their own failures on": (app) => {
    app.use(async (_req, _res, next) => {
      try {
        await find();
        next();
      } catch (error) {
        next(error);
      }
    });
    app.get("/", async (_req, res, next) => {
      await find().then(() => res.end(), next);
    });
    app.get("/caught", async (_req, res, next) => {
      await find().catch(next);
      res.end();
    });
    app.param("id", async (_req, _res, proceed) => {
      try {
        await find();
        proceed();
      } catch (error) {
        proceed(error);
      }
    });
    app.use(async (error: Error, _req: Request, _res: Response, next: NextFunction) => {
      try {
        await find();
      } catch (failure) {
        next(failure);
        return;
      }
      next(error);
    });
  },
  "a parser that a middleware calls for some paths": (app, express) => {
    const json = express.json();
    app.use((req, res, next) => (req.originalUrl === "/webhook" ? next() : json(req, res, next)));
    app.post("/", validate({ body: Article }), end);
  },
  "a parser in a router before": (app, express) => {
    const common = express.Router();
    common.use(express.json());
    app.use(common);
    app.post("/", validate({ body: Article }), end);
  },
  "a parser on a path inside that of the router": (app, express) => {
    const api = express.Router();
    api.post("/v1/articles", validate({ body: Article }), end);
    app.use("/api/v1", express.json());
    app.use("/api", api);
  },
  "a parser on the same path in capitals": (app, express) => {
    const api = express.Router();
    api.post("/articles", validate({ body: Article }), end);
    app.use("/API", express.json());
    app.use("/api", api);
  },
  "a parser as a route of every path": (app, express) => {
    app.all(wildcard, express.json());
    app.post("/", validate({ body: Article }), end);
  },
  "error middleware that throws another error": (app) => {
    app.get("/", end);
    app.use((error: Error, _req: Request, _res: Response, _next: NextFunction) => {
      throw new Error("mapped", { cause: error });
    });
  },
  "middleware that hands next on, and mentions a 404": (app) => {
    app.use(function addNotFoundPage(_req, res, next) {
      res.locals["page"] = "404.html";
      setImmediate(next);
    });
    app.get("/", end);
  },
  "an app of connect": (app) => {
    const layers = [{ route: "/__ping", handle: end }];
    const connect = (_req: Request, _res: Response, next: NextFunction) => next();
    app.use(Object.assign(connect, { stack: layers, handle: end, use: end, route: "/" }));
    app.get("/", end);
  },
};

describe.each(expresses)("doctor on %s finds nothing wrong with", (_name, express) => {
  it.each(Object.entries(correct))("%s", (_what, mount) => {
    const app = express();
    mount(app, express);
    app.use(notFoundHandler());
    app.use(errorHandler());

    expect(doctor(app)).toEqual([]);
  });

  it("an app whose routers have error handlers of their own", () => {
    const api = express.Router().get("/", end).use(notFoundHandler()).use(errorHandler());
    const pages = express.Router().get("/", end).use(notFoundHandler()).use(errorHandler());

    expect(doctor(express().use("/api", api).use("/pages", pages).use(end))).toEqual([]);
  });

  it("an API with its own handlers before the pages", () => {
    const api = express.Router().get("/articles", end);
    const app = express().use("/api", api, notFoundHandler(), errorHandler());

    expect(doctor(app.all(wildcard, end))).toEqual([]);
  });

  it("an error handler of a path before an app with its own", () => {
    const inner = express().get("/", end).use(notFoundHandler()).use(errorHandler());

    expect(doctor(express().use("/y", errorHandler()).use(inner))).toEqual([]);
  });
});
