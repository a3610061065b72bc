import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { NextFunction, Request, RequestHandler, Response } from "express";
import {
  errorHandler,
  notFoundHandler,
  replaceErrorResponses,
  requestContext,
  validate,
} from "express-backstop";
import { builtInErrors } from "express-backstop/catalog";
import { doctor } from "express-backstop/doctor";
import { operation, secured } from "express-backstop/openapi";
import { parseSync } from "oxc-parser";
import { afterAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { appRules } from "../../src/doctor/app-rules.ts";
import { sourceRules } from "../../src/source/source-rules.ts";
import { read } from "../docs/pages.ts";
import { expresses } from "../support/expresses.ts";

const end = (_req: Request, res: Response) => {
  res.end();
};

const ended = (_req: unknown, res: Response) => {
  res.end();
};

describe.each(expresses)("doctor on %s", (name, express) => {
  /** Returns the ids of what is found in an app that has what it needs, and what a test adds. */
  function ids(mount: (app: ReturnType<typeof express>) => unknown): readonly string[] {
    const app = express();
    mount(app);
    app.use(notFoundHandler());
    app.use(errorHandler());
    return doctor(app).map(({ id }) => id);
  }

  it("finds nothing in an empty app, which may get its routes later", () => {
    expect(doctor(express())).toEqual([]);
  });

  it("finds neither a missing error handler nor a missing 404 in a router, whose app may have them", () => {
    const router = express.Router();
    router.get("/", end);

    expect(doctor(router)).toEqual([]);
  });

  it("says which rule, where, why, what to write, and on which page", () => {
    const app = express();
    app.get("/", end);
    app.use(errorHandler());

    expect(doctor(app)).toEqual([
      {
        id: "no-not-found-handler",
        place: "the app",
        reason: expect.stringContaining("unknown path"),
        cure: expect.stringContaining("app.use(notFoundHandler())"),
        page: "https://github.com/express-backstop/express-backstop/blob/main/docs/doctor.md#no-not-found-handler",
      },
    ]);
  });

  it("names the route with the paths of the routers around it", () => {
    const [outer, inner] = [express.Router(), express.Router()];
    inner.post("/:id", validate({ body: z.object({}) }), end);
    outer.use("/articles", inner);

    const app = express().use("/v1", outer).use(notFoundHandler()).use(errorHandler());

    expect(doctor(app)[0]).toMatchObject({ id: "no-body-parser", route: "POST /v1/articles/:id" });
  });

  it("takes a router that responds to the rest for a 404, and a route for every path", () => {
    const router = express.Router();
    router.get("/", end);
    router.use((_req: Request, res: Response) => {
      res.sendStatus(404);
    });
    const withRouter = express().use(router).use(errorHandler());
    const withRoute = express().get("/", end).all(/.*/, end).use(errorHandler());

    expect(doctor(withRouter)).toEqual([]);
    expect(doctor(withRoute)).toEqual([]);
  });

  it("does not take files and parsers after the routes for a 404", () => {
    const app = express()
      .get("/", end)
      .use(express.static("."), express.json())
      .use(errorHandler());

    expect(doctor(app).map(({ id }) => id)).toEqual(["no-not-found-handler"]);
  });

  it("finds async param handlers of inner routers, on Express 4", () => {
    const router = express.Router();
    router.param("id", async () => {});
    router.get("/:id", end);

    expect(ids((app) => app.use("/articles", router))).toEqual(
      name === "Express 4" ? ["unwrapped-async-handler"] : [],
    );
  });

  it("does not take the errors of a guard for those of the handler behind it", () => {
    const guard = secured(end, {
      schemes: { bearer: { type: "http", scheme: "bearer" } },
      errors: [builtInErrors.unauthorized],
    });

    expect(
      ids((app) =>
        app.get("/declared", operation({ errors: [] }), end).get("/guarded", guard, end),
      ),
    ).toEqual(["undeclared-errors"]);
  });

  it("asks nothing of a schema that is chosen by request", () => {
    const validated = validate({ params: () => z.object({ id: z.coerce.number() }) });

    expect(ids((app) => app.use("/:id", validated).get("/:id", end))).toEqual([]);
  });

  it("does not take a middleware of one path for a 404 of the app", () => {
    const app = express().get("/", end).use("/files", notFoundHandler()).use(errorHandler());

    expect(doctor(app).map(({ id }) => id)).toEqual(["no-not-found-handler"]);
  });

  it("accepts an early error middleware for what the parsers throw, if another one is at the end", () => {
    const early = (error: Error, _req: Request, res: Response, next: NextFunction) => {
      if (error.name === "SyntaxError") res.sendStatus(400);
      else next(error);
    };

    expect(ids((app) => app.use(express.json(), early).get("/", end))).toEqual([]);
  });

  it("accepts an error middleware of its own in a router, before that of the app", () => {
    const router = express.Router();
    router.get("/", end);
    router.use(errorHandler());

    expect(ids((app) => app.use("/jobs", router))).toEqual([]);
  });

  it("accepts an error middleware of one path before that of the app", () => {
    const ofPath = (_error: Error, _req: Request, res: Response, _next: NextFunction) => {
      res.sendStatus(500);
    };

    expect(ids((app) => app.get("/", end).use("/files", ofPath))).toEqual([]);
  });

  it("accepts middleware of tracing before requestContext", () => {
    function sentryRequestMiddleware(_req: Request, _res: Response, next: NextFunction) {
      next();
    }
    const mounted = ids((app) => app.use(sentryRequestMiddleware, requestContext()).get("/", end));

    expect(mounted).toEqual([]);
  });

  it("accepts params that a router with mergeParams gets parsed", () => {
    const router = express.Router({ mergeParams: true });
    router.get("/:id", validate({ params: z.object({ tenant: z.number() }) }), ended);
    const params = z.object({ tenant: z.coerce.number() });

    expect(ids((app) => app.use("/:tenant", validate({ params })).use("/:tenant", router))).toEqual(
      [],
    );
  });

  it("accepts params behind use that stay texts", () => {
    const params = z.object({ id: z.uuid() });

    expect(ids((app) => app.use("/:id", validate({ params })).get("/:id", end))).toEqual([]);
  });

  it("accepts a body that a middleware with any name has parsed", () => {
    const readAll = (req: Request, _res: Response, next: NextFunction) => {
      req.body = {};
      next();
    };
    const body = z.object({});

    expect(ids((app) => app.post("/", readAll, validate({ body }), end))).toEqual([]);
  });

  it("looks behind the wrappers of instrumentation", () => {
    const wrapper = Object.assign((...args: never[]) => args, { __original: errorHandler() });
    Object.defineProperty(wrapper, "length", { value: 4 });
    // What instrumentation puts in place of a handler has its number of parameters.
    const wrapped = wrapper as unknown as ReturnType<typeof errorHandler>;
    const app = express().get("/", end).use(notFoundHandler()).use(wrapped).use(errorHandler());

    expect(doctor(app).map(({ id }) => id)).toEqual(["second-error-handler"]);
  });

  it("finds its way through routers that are mounted in one another, in themselves, and a million times", () => {
    const [one, other] = [express.Router(), express.Router()];
    one.use("/a", other).use(one);
    other.use("/b", one).get("/", end);
    const chain = Array.from({ length: 20 }, () => express.Router());
    for (const [index, router] of chain.entries()) {
      const next = chain[index + 1];
      if (next) router.use("/l", next).use("/r", next);
      else router.get("/", end);
    }
    const [first] = chain;

    expect(ids((app) => app.use(one).use(first ?? one))).toEqual([]);
  });

  it("examines a thousand routes, and a router that is frozen", () => {
    const router = express.Router();
    for (let index = 0; index < 1000; index += 1) router.get(`/${index}`, end);
    router.post("/", validate({ body: z.object({}) }), end);

    expect(ids((app) => app.use(Object.freeze(router)))).toEqual(["no-body-parser"]);
  });

  it("leaves alone a handler that is a proxy and refuses to be read", () => {
    let isOpen = true;
    const refuse = () => {
      if (!isOpen) throw new Error("closed");
    };
    const proxy = new Proxy(end, {
      get: (target, key) => (refuse(), Reflect.get(target, key)),
      has: (target, key) => (refuse(), Reflect.has(target, key)),
      getOwnPropertyDescriptor: (target, key) => (
        refuse(),
        Reflect.getOwnPropertyDescriptor(target, key)
      ),
    });
    const app = express().use(proxy).get("/", proxy).use(notFoundHandler()).use(errorHandler());
    isOpen = false;

    expect(doctor(app)).toEqual([]);
  });

  it("calls nothing of the app", () => {
    let calls = 0;
    const count = (_req: Request, _res: Response, next: NextFunction) => {
      calls += 1;
      next();
    };

    ids((app) => app.use(count).param("id", count).get("/:id", count));

    expect(calls).toBe(0);
  });

  it("leaves out the rules that are ignored", () => {
    const app = express().get("/", end);

    expect(doctor(app, { ignore: ["no-error-handler"] }).map(({ id }) => id)).toEqual([
      "no-not-found-handler",
    ]);
  });
});

describe.each(expresses)("doctor on %s, with the source", (_name, express) => {
  const folder = mkdtempSync(join(tmpdir(), "doctor-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  /** Returns the ids of what is found in the source of an app with this middleware. */
  function ids(source: string, ...middleware: readonly RequestHandler[]): readonly string[] {
    const entry = join(folder, "app.js");
    writeFileSync(entry, source);
    const app = express();
    for (const each of middleware) app.use(each);
    app.get("/", end);
    app.use(notFoundHandler());
    app.use(source.includes("own") ? ownErrorHandler : errorHandler());
    return doctor(app, { entry, parse: parseSync }).map(({ id }) => id);
  }
  const ownErrorHandler = (_error: Error, _req: Request, res: Response, _next: NextFunction) => {
    res.sendStatus(500);
  };
  const limiter = 'import { rateLimit } from "express-rate-limit"; rateLimit();';
  const status = 'const error = new Error("x"); error.status = 404;';

  it("finds a rate limiter that responds itself only where there is another format", () => {
    expect(ids(limiter)).toEqual(["foreign-error-response"]);
    expect(ids(limiter, replaceErrorResponses())).toEqual([]);
    expect(ids(`${limiter} // own`)).toEqual([]);
  });

  it("finds a status on an Error only where nobody reads it", () => {
    const mapper = 'import { statusProperty } from "express-backstop/mappers/status-property";';

    expect(ids(status)).toEqual(["status-on-error"]);
    expect(ids(`${mapper} ${status}`)).toEqual([]);
    expect(ids(`${status} // own`)).toEqual([]);
  });

  it.each([
    ["50mb", "z.string()", z.string(), true],
    ["1mb", "z.string()", z.string(), false],
    ["2 MB", "z.string()", z.string(), true],
    ["50mb", "z.string().max(10)", z.string().max(10), false],
    ["50mb", "z.enum(['a'])", z.enum(["a"]), false],
    ["50mb", "z.array(z.int())", z.array(z.int()), true],
    ["50mb", "z.array(z.int()).max(3)", z.array(z.int()).max(3), false],
    [
      "50mb",
      "z.object({ a: z.array(z.string()).max(3) })",
      z.object({ a: z.array(z.string()).max(3) }),
      true,
    ],
    ["50mb", "z.union([z.string(), z.int()])", z.union([z.string(), z.int()]), true],
  ])("compares a limit of %s with the schema %s", (limit, _text, schema, isFound) => {
    const entry = join(folder, "limit.js");
    writeFileSync(entry, `express.json({ limit: "${limit}" });`);
    const app = express().use(express.json());
    app.post("/", validate({ body: z.object({ value: schema }) }), ended);
    app.use(notFoundHandler()).use(errorHandler());

    const found = doctor(app, { entry, parse: parseSync }).map(({ id }) => id);

    expect(found).toEqual(isFound ? ["schema-without-limits"] : []);
  });
});

describe("doctor", () => {
  it.each([
    [
      () => doctor({}),
      /^doctor: app must be an Express app or a router, got a value of type object\./,
    ],
    // @ts-expect-error It is not an app.
    [() => doctor("app.js"), /^doctor: app must be an Express app or a router, got "app\.js"\./],
    // @ts-expect-error There is no such option.
    [() => doctor(expresses[1]?.[1]() ?? {}, { file: "x" }), /^doctor: unknown option "file"\./],
    [
      () => doctor(expresses[1]?.[1]() ?? {}, { entry: "x" }),
      /^doctor: entry and parse belong together\./,
    ],
    [
      () => doctor(expresses[1]?.[1]() ?? {}, { parse: parseSync }),
      /^doctor: entry and parse belong together\./,
    ],
  ])("refuses misuse: %#", (call, message) => {
    expect(call).toThrow(TypeError);
    expect(call).toThrow(message);
  });

  it("has a section on its page for each rule, and for nothing else", () => {
    const [, rules = ""] = read("docs/doctor.md").split("## Rules of the built app");
    const headings = [...rules.matchAll(/^### (.+)$/gm)].map(([, id]) => id);
    const all = [...appRules, ...sourceRules].map(({ id }) => id);

    expect(new Set(headings)).toEqual(new Set([...all, "schema-without-limits"]));
    expect(headings).toHaveLength(new Set(headings).size);
  });
});
