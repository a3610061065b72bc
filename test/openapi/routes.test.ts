import express5, { type Express, type Request, type Response } from "express";
import { asyncHandler, validate } from "express-backstop";
import { builtInErrors } from "express-backstop/catalog";
import {
  openapi,
  operation,
  type OpenApiDocument,
  type OpenApiOptions,
} from "express-backstop/openapi";
import { problemTypes } from "express-backstop/problem-types";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { mistakesIn } from "../openapi-tools/validate.ts";
import { express4, expresses } from "../support/expresses.ts";

const info = { title: "Articles", version: "1.0.0" };
const answer = asyncHandler(async (_req: Request, res: Response) => {
  res.end();
});
const hidden = operation({ hidden: true });

function describerOn(
  express: typeof express5,
): (mount: (app: Express) => unknown, options?: Partial<OpenApiOptions>) => OpenApiDocument {
  return (mount, options) => {
    const app = express();
    app.use(express.json());
    mount(app);
    return openapi(app, { info, errors: builtInErrors, ...options });
  };
}

/** Returns `GET /articles/{id}` for each operation. */
function listed({ paths }: OpenApiDocument): string[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
  );
}

describe.each(expresses)("the paths of an app on %s", (name, express) => {
  const isExpress4 = name === "Express 4";

  const describeApp = describerOn(express);
  const operationsOf = (...args: Parameters<typeof describeApp>): string[] =>
    listed(describeApp(...args));

  it("are those of its routes, and of the routers in it, wherever they are mounted", async () => {
    const comments = express.Router().get("/", answer).delete("/:comment", answer);
    const articles = express.Router().get("/", answer).put("/:id", answer);
    articles.use("/:id/comments", comments);
    const mount = (app: Express): void => {
      app.get("/", answer);
      app.use("/v1.0/", articles);
      app.use(express.Router().get("/flights/:from-:to", answer));
      app.route("/health").get(answer).head(answer);
    };

    expect(operationsOf(mount)).toEqual([
      "GET /",
      "GET /v1.0",
      "PUT /v1.0/{id}",
      "GET /v1.0/{id}/comments",
      "DELETE /v1.0/{id}/comments/{comment}",
      "GET /flights/{from}-{to}",
      "GET /health",
      "HEAD /health",
    ]);
    expect(await mistakesIn(describeApp(mount))).toBeUndefined();
  });

  it("are two if a part is optional, and one for each path of an array", () => {
    const optional = isExpress4 ? "/articles/:id?" : "/articles{/:id}";

    const operations = operationsOf((app) => {
      app.get(optional, answer);
      app.use("/things", express.Router().get(["/a", "/b/"], answer));
    });

    expect(operations).toEqual([
      "GET /articles/{id}",
      "GET /articles",
      "GET /things/a",
      "GET /things/b",
    ]);
  });

  it("are merged when several routes have the same path", () => {
    const document = describeApp((app) => {
      app.get("/articles/:id", validate({ params: z.object({ id: z.uuid() }) }), answer);
      app.get("/articles/:slug", validate({ query: z.object({ full: z.string() }) }), answer);
      app.put("/articles/:slug", validate({ params: z.object({ slug: z.email() }) }), answer);
    });

    expect(document.paths).toMatchObject({
      "/articles/{id}": {
        get: {
          parameters: [
            { name: "id", in: "path", schema: { format: "uuid" } },
            { name: "full", in: "query" },
          ],
        },
        // The parameter is the same to clients, whatever the handler calls it.
        put: { parameters: [{ name: "id", in: "path", schema: { format: "email" } }] },
      },
    });
  });

  it("leave out middleware and hidden routes", () => {
    const admin = express.Router().get("/", answer);

    const operations = operationsOf((app) => {
      app.all("/articles", (_req, _res, next) => next());
      app.route("/articles").all((_req, _res, next) => next());
      app
        .route("/articles")
        .all((_req, _res, next) => next())
        .get(answer);
      app.get("/hidden", hidden, answer);
      app.get(/^\/pattern/, hidden, answer);
      app.use("/admin", hidden, admin);
      app.get("/administrators", answer);
      app.use("/problems", problemTypes(builtInErrors));
    });

    expect(operations).toEqual(["GET /articles", "GET /administrators"]);
  });

  it.each<[what: string, mount: (app: Express) => unknown, message: string]>([
    ["a pattern", (app) => app.get(/^\/a/, answer), "a path that is a pattern: GET /^\\/a/"],
    ["a method of no field", (app) => app.purge("/a", answer), "the method purge: PURGE /a"],
    [
      "an operation of every method",
      (app) => app.all("/a", operation({ summary: "All" }), answer),
      "the method all: ALL /a",
    ],
  ])("refuse %s, which has to be hidden", (_what, mount, message) => {
    expect(() => describeApp(mount)).toThrow(message);
    expect(() => describeApp(mount)).toThrow("Write operation({ hidden: true })");
  });

  it("include those of mounted apps that the mounts option names", () => {
    const admin = express().get("/users", answer);
    const other = express().get("/groups", answer);
    const routed = express().get("/seen", answer);
    const mount = (app: Express): void => {
      app.use("/admin", admin);
      app.use("/admin", other);
      app.use("/routed", express.Router().use("/app", routed));
    };

    expect(operationsOf(mount, { mounts: { "/admin/": [admin, other] } })).toEqual([
      "GET /admin/users",
      "GET /admin/groups",
      "GET /routed/app/seen",
    ]);
    expect(() => describeApp(mount)).toThrow(
      'openapi: an app is mounted on /admin, and its routes cannot be read. Write mounts: { "/admin": admin }, or app.use(path, operation({ hidden: true }), admin) to omit it.',
    );
    expect(() => describeApp(mount, { mounts: { "/admin": admin } })).toThrow(
      "an app is mounted on /admin",
    );
    expect(operationsOf((app) => app.use("/admin", hidden, admin))).toEqual([]);
  });

  it("include those of a router on a pattern if the mounts option gives its path", () => {
    const router = express.Router().get("/articles", answer);
    const mount = (app: Express): unknown => app.use(/^\/v2/, router);

    expect(() => describeApp(mount)).toThrow(
      "a router is mounted on a path that is a pattern or that Express does not keep",
    );
    expect(operationsOf(mount, { mounts: { "/v2": router } })).toEqual(["GET /v2/articles"]);
    // An Express that tells is told nothing new.
    expect(operationsOf((app) => app.use("/v3", router), { mounts: { "/v3": router } })).toEqual([
      "GET /v3/articles",
    ]);
  });

  it("refuse a path in mounts where no such app was found", () => {
    expect(() => describeApp(() => {}, { mounts: { "/admin": express() } })).toThrow(
      'openapi: mounts has "/admin", where no such app or router was found.',
    );
  });

  it("are refused with all mistakes in one error", () => {
    const describeAll = () =>
      describeApp(
        (app) => {
          app.get(/^\/a/, answer);
          app.purge("/b", answer);
          app.use("/admin", express());
        },
        { mounts: { "/admni": express() } },
      );

    expect(describeAll).toThrow(TypeError);
    expect(describeAll).toThrow(
      /^openapi: .*: GET .*\nopenapi: .*: PURGE \/b\..*\nopenapi: an app is mounted on \/admin,.*\nopenapi: mounts has "\/admni",/,
    );
  });

  it("include the details of middleware that runs before them", () => {
    const document = describeApp((app) => {
      app.get("/before", answer);
      app.use("/api", operation({ tags: ["API"] }));
      app.use(/^\/ap/, operation({ tags: ["Segments"] }));
      app.use("/api", validate({ headers: z.object({ "x-key": z.string() }) }));
      const router = express.Router();
      router.use(operation({ tags: ["Articles", "API"], security: [{ key: [] }] }));
      router.get("/articles", operation({ tags: ["Reading"] }), answer);
      app.use("/api", router);
      app.get("/apis", answer);
    });

    expect(document.paths["/api/articles"]?.["get"]).toMatchObject({
      tags: ["API", "Articles", "Reading"],
      security: [{ key: [] }],
      parameters: [{ name: "x-key", in: "header", required: true }],
    });
    for (const path of ["/before", "/apis"]) {
      expect(Object.keys(document.paths[path]?.["get"] ?? {})).toEqual([
        "operationId",
        "responses",
      ]);
    }
  });
});

it("paths of Express 5 may have wildcards, quoted names, escapes and optional groups", () => {
  const document = describerOn(express5)((app) => {
    app.get("/files/*path", answer);
    app.get('/by/:"the id"', answer);
    app.get("/a\\:b\\{c\\}", answer);
    app.get("/a{/:b{/:c}}", answer);
  });

  expect(listed(document)).toEqual([
    "GET /files/{path}",
    "GET /by/{the id}",
    "GET /a:b%7Bc%7D",
    "GET /a/{b}/{c}",
    "GET /a/{b}",
    "GET /a",
  ]);
});

it("paths of Express 4 may have wildcards and constraints, and no other operators", () => {
  const describeApp = describerOn(express4);
  const document = describeApp((app) => {
    app.get("/files/*", answer);
    app.get("/articles/:id(\\d+)", answer);
    app.use("/:tenant/a-:b", express4.Router().get("/", answer));
  });

  expect(listed(document)).toEqual(["GET /files/{0}", "GET /articles/{id}", "GET /{tenant}/a-{b}"]);
  for (const path of ["/colou?r", "/x(a|b)", "/a+"]) {
    expect(() => describeApp((app) => app.get(path, answer))).toThrow("a path that is a pattern");
  }
});
