import type { Express, Router } from "express";
import { describe, expect, it } from "vitest";
import { stackOf } from "../../src/express/layers.ts";
import { mountPattern } from "../../src/express/mount-pattern.ts";
import { expresses } from "../support/expresses.ts";

const answer = (): void => {};

/** Returns the route that was added to an app or a router last. */
function lastRoute(routes: Express | Router): object {
  const route = stackOf(routes).findLast((layer) => layer.route)?.route;
  if (!route) throw new Error("There is no route");
  return route;
}

describe.each(expresses)("the mount pattern of a route on %s", (_name, express) => {
  const routerOf = () => express.Router().get("/items/:id", answer);

  it("is empty for a route of the app itself", () => {
    const app = express();
    app.get("/items/:id", answer);

    expect(mountPattern(app, lastRoute(app), "/items/7")).toBe("");
  });

  it.each<[string[], string, string]>([
    [["/api"], "/api/items/7", "/api"],
    [["/api/"], "/api/items/7", "/api"],
    [["/"], "/items/7", ""],
    [["/API"], "/api/items/7", "/API"],
    [["/:tenant"], "/acme/items/7", "/:tenant"],
    [["/api", "/:tenant"], "/api/acme/items/7", "/api/:tenant"],
  ])("of routers on %j is found for %s", (paths, path, pattern) => {
    const router = routerOf();
    const app = express();
    const outer = paths
      .slice(1)
      .reduceRight((inner, at) => express.Router().use(at, inner), router);
    app.use(paths[0] ?? "/", outer);

    expect(mountPattern(app, lastRoute(router), path)).toBe(pattern);
  });

  it("is the one that the path of the request begins with, of several", () => {
    const router = routerOf();
    const app = express().use("/a", router).use("/b/:c", router);
    const route = lastRoute(router);

    expect(mountPattern(app, route, "/a/items/7")).toBe("/a");
    expect(mountPattern(app, route, "/b/1/items/7")).toBe("/b/:c");
    expect(mountPattern(app, route, "/elsewhere/items/7")).toBeUndefined();
  });

  it("is undefined where two different patterns match", () => {
    const router = routerOf();
    const app = express().use("/:a", router).use("/:b", router);

    expect(mountPattern(app, lastRoute(router), "/1/items/7")).toBeUndefined();
  });

  it("is undefined for a route that the app does not have", () => {
    const router = routerOf();

    expect(mountPattern(express(), lastRoute(router), "/items/7")).toBeUndefined();
  });

  it("is undefined for a path that is a pattern", () => {
    const router = routerOf();
    const app = express().use(/^\/v\d+/, router);

    expect(mountPattern(app, lastRoute(router), "/v1/items/7")).toBeUndefined();
  });

  it("is found again in another app with the same router", () => {
    const router = routerOf();
    const [one, other] = [express().use("/one", router), express().use("/other", router)];
    const route = lastRoute(router);

    expect(mountPattern(one, route, "/one/items/7")).toBe("/one");
    expect(mountPattern(other, route, "/other/items/7")).toBe("/other");
    expect(mountPattern(one, route, "/one/items/7")).toBe("/one");
  });

  it("includes the path of the app that the app is mounted in", () => {
    const router = routerOf();
    const inner = express().use("/:user", router);
    express().use("/tenants/:tenant", inner);

    expect(mountPattern(inner, lastRoute(router), "/tenants/1/2/items/7")).toBe(
      "/tenants/:tenant/:user",
    );
  });

  it("ends where a router is mounted in itself", () => {
    const router = routerOf();
    router.use("/again", router);
    const app = express().use("/api", router);

    expect(mountPattern(app, lastRoute(router), "/api/items/7")).toBe("/api");
  });
});
