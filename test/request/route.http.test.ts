import type { Express, RequestHandler, Router } from "express";
import {
  asyncHandler,
  ConflictError,
  currentRequest,
  requestContext,
  validate,
} from "express-backstop";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { stackOf } from "../../src/express/layers.ts";
import { mountPath } from "../../src/express/mount-path.ts";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";

const wrapped: RequestHandler = asyncHandler(async () => {
  throw new ConflictError("Taken.");
});
const bare: RequestHandler = () => {
  throw new ConflictError("Taken.");
};
const passing: RequestHandler = (_req, _res, next) => next(new ConflictError("Taken."));
// Its type asks for the query that it checks.
const validating: unknown = validate({ query: z.object({ page: z.string() }) });

const ways = [
  ["a wrapped handler", wrapped],
  ["a bare handler", bare],
  ["a handler that calls next", passing],
  ["validate", validating as RequestHandler],
] as const;

describe.each(expresses)("the route of a record, on %s", (_name, express) => {
  /** Mounts a router with a route on paths, one router around the other. */
  function mount(
    app: Express,
    paths: readonly (string | RegExp | string[])[],
    handler: RequestHandler,
  ) {
    let inner: Router = express.Router().get("/items/:id", handler);
    for (const path of paths.slice(1).toReversed()) inner = express.Router().use(path, inner);
    app.use(paths[0] ?? "/", inner);
  }

  // Express 5 with a router older than 2.3 tells no mount path except "/".
  const mounts = express.Router().use("/api", express.Router());
  const isTold = mountPath(stackOf(mounts)[0] ?? { match: () => false }) === "/api";
  const told = (route: string): string => (isTold ? route : "/items/:id");

  describe.each(ways)("of a failure of %s", (_way, handler) => {
    // fault: route-patterns
    it.each<[string, (string | RegExp | string[])[], string, string]>([
      ["a parameter", ["/tenants/:t"], "/tenants/7", "/tenants/:t/items/:id"],
      ["a parameter with an escape", ["/tenants/:t"], "/tenants/a%2Fb", "/tenants/:t/items/:id"],
      ["plain text", ["/api"], "/API", "/api/items/:id"],
      ["a slash", ["/"], "", "/items/:id"],
      ["a slash at the end", ["/api/"], "/api", "/api/items/:id"],
      ["routers in routers", ["/api", "/a/:b", "/", "/:c"], "/api/a/1/2", "/api/a/:b/:c/items/:id"],
      ["a value like another segment", ["/a/:b"], "/a/a", "/a/:b/items/:id"],
      ["a regular expression", [/^\/v\d+/], "/v7", "/items/:id"],
      ["a regular expression inside", ["/api", /^\/v\d+/], "/api/v7", "/items/:id"],
    ])("has the pattern of a router on %s", async (_what, paths, path, route) => {
      await using app = await serve((app) => mount(app, paths, handler), { express });

      await app.api.get(`${path}/items/1`);
      await app.api.get(`${path}/items/2?x=y`);

      const expected = told(route);
      expect(app.records.map((record) => record.route)).toEqual([expected, expected]);
    });

    it("has no values when a router has several paths", async () => {
      await using app = await serve((app) => mount(app, [["/a/:b", "/c"]], handler), { express });

      await app.api.get("/a/secret/items/1");
      await app.api.get("/c/items/1");

      expect(app.records.map(({ route }) => route)).toEqual(["/items/:id", "/items/:id"]);
    });

    it("tells two mounts of one router apart", async () => {
      const router = express.Router().get("/items/:id", handler);
      await using app = await serve((app) => app.use("/a/:x", router).use("/b", router), {
        express,
      });

      await app.api.get("/a/7/items/1");
      await app.api.get("/b/items/1");

      expect(app.records.map(({ route }) => route)).toEqual([
        told("/a/:x/items/:id"),
        told("/b/items/:id"),
      ]);
    });

    it("leaves out a mount path that does not match, because a middleware has changed the URL", async () => {
      const router = express.Router();
      router.get("/items/:id", handler);
      router.use("/again", router);
      await using app = await serve(
        (app) => {
          app.use((req, _res, next) => {
            req.url = req.url.replace("/old", "/new/7");
            next();
          });
          app.use("/new/:v", router);
        },
        { express },
      );

      await app.api.get("/old/items/1");

      expect(app.records).toMatchObject([{ route: "/items/:id" }]);
    });

    it("has no values of the path that an app is mounted on", async () => {
      const inner = express();
      inner.use("/:u", express.Router().get("/items/:id", handler));
      await using app = await serve((app) => app.use("/tenants/:t", inner), { express });

      await app.api.get("/tenants/7/8/items/1");

      const { route } = app.records[0] ?? {};
      // Where no wrapper saw the failure, the app is not known any more.
      const isSeen = handler === wrapped || handler === validating;
      expect(route).toBe(isSeen ? told("/tenants/:t/:u/items/:id") : "/items/:id");
    });
  });

  it("is the one that currentRequest tells inside a handler", async () => {
    let route: string | undefined;
    await using app = await serve(
      (app) => {
        app.use(requestContext());
        mount(app, ["/tenants/:t"], (_req, res) => {
          ({ route } = currentRequest() ?? {});
          res.end();
        });
      },
      { express },
    );

    await app.api.get("/tenants/7/items/1");

    expect(route).toBe(told("/tenants/:t/items/:id"));
  });
});
