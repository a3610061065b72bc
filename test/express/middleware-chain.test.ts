import type { ErrorRequestHandler, RequestHandler } from "express";
import { describe, expect, it } from "vitest";
import { stackOf } from "../../src/express/layers.ts";
import { middlewareChain } from "../../src/express/middleware-chain.ts";
import { expresses } from "../support/expresses.ts";

/** Creates a middleware with a name. */
function named(name: string): RequestHandler {
  const handler: RequestHandler = (_req, _res, next) => next();
  return Object.defineProperty(handler, "name", { value: name });
}

describe.each(expresses)("the chain of a request on %s", (_name, express) => {
  const router = express.Router();
  router.use(named("inner"));
  router.all("/items/:id", named("every"));
  router.post("/items/:id", named("create"));
  router.get("/items/:id", named("find"), named("send"));
  router.get(["/a", "/b"], named("either"));
  const onError: ErrorRequestHandler = (error, _req, _res, next) => next(error);
  const app = express();
  app.use(named("guard"));
  app.use("/other", named("other"));
  app.use("/api", router);
  app.use(onError);
  app.use("/api", express());
  app.use("/api", named("last"));

  const routes = stackOf(router).flatMap(({ route }) => route ?? []);
  const chainOf = (path: string, method: string, route?: object): string[] =>
    middlewareChain(app, path, method, route)
      // Express 4 has two of its own.
      .filter(({ name }) => name !== "query" && name !== "expressInit")
      .map(({ kind, name, depth }) => `${"- ".repeat(depth)}${kind} ${name}`.trimEnd());

  it("ends with the route that handles it, and has the handlers of its method", () => {
    expect(chainOf("/api/items/7", "get", routes[2])).toEqual([
      "middleware guard",
      "router",
      "- middleware inner",
      "- route /items/:id",
      "- - handler every",
      "- route /items/:id",
      "- - handler find",
      "- - handler send",
    ]);
  });

  it("has everything that matches where the request reached no route", () => {
    expect(chainOf("/api/nothing", "get")).toEqual([
      "middleware guard",
      "router",
      "- middleware inner",
      "app",
      "middleware last",
    ]);
    expect(chainOf("/other", "get")).toEqual(["middleware guard", "middleware other"]);
    expect(chainOf("/api", "get")).toContain("- middleware inner");
  });

  it("has the paths of a route that has several", () => {
    expect(chainOf("/api/b", "get", routes[3])).toContain("- route /a, /b");
  });

  it("has the paths of mounts, if Express tells them, and none for the root", () => {
    const steps = middlewareChain(app, "/api/nothing", "get", undefined);

    const paths = steps.map(({ kind, path }) => [kind, path] as const);
    expect(new Set(paths.flatMap(([kind, path]) => (kind === "router" ? [path] : [])))).toSatisfy(
      (found: Set<unknown>) => found.has("/api") || found.has(undefined),
    );
    expect(steps.find(({ name }) => name === "guard")?.path).toBeUndefined();
  });

  it("ends where a router is mounted in itself", () => {
    const self = express.Router();
    self.use("/", self);
    const outer = express();
    outer.use(self);

    expect(
      middlewareChain(outer, "/a", "get", undefined).filter(({ kind }) => kind === "router"),
    ).toHaveLength(21);
  });
});
