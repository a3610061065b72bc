import type { Request } from "express";
import { describe, expect, it } from "vitest";
import { rememberFailed } from "../../src/request/failed-request.ts";
import { originOf, rememberOrigin, routeOf } from "../../src/request/route.ts";
import { expresses } from "../support/expresses.ts";
import { serverResponse } from "../support/server-response.ts";

const at = (members: object): Request => Object.assign(serverResponse().req, members);

describe("rememberOrigin", () => {
  it("remembers where a request failed first", () => {
    const origin = { app: {}, route: { path: "/a" }, params: { id: "7" } };
    const req = at(origin);
    expect(originOf(req)).toBeUndefined();

    rememberOrigin(req);
    Object.assign(req, { app: undefined, route: undefined, params: {} });
    rememberOrigin(req);

    expect(originOf(req)).toEqual(origin);
  });

  it("names the handler that failed first, and after the response the last one", () => {
    const req = at({});

    expect(rememberOrigin(req, "first").handler).toBe("first");
    expect(rememberOrigin(req, "errorMiddleware").handler).toBe("first");
    rememberFailed(req).onLateFailure = () => {};

    expect(rememberOrigin(req, "late").handler).toBe("late");
    expect(rememberOrigin(req).handler).toBeUndefined();
  });

  it("has no origin of a request that does not exist", () => {
    expect(rememberOrigin(undefined as never)).toMatchObject({
      origin: { app: undefined, route: undefined, params: undefined },
    });
  });
});

describe("routeOf", () => {
  it.each<[string | undefined, string, object]>([
    [undefined, "no route", {}],
    [undefined, "null in place of a route", { route: null }],
    [undefined, "a text in place of a route", { route: "/a" }],
    [undefined, "a route without a path", { route: {} }],
    ["/a", "a path", { route: { path: "/a" } }],
    ["", "an empty path", { route: { path: "" } }],
    ["/a,/b", "several paths", { route: { path: ["/a", "/b"] } }],
    ["/^\\/a/", "a regular expression", { route: { path: /^\/a/ } }],
    ["/a", "an app of another framework", { app: { path: 7 }, route: { path: "/a" } }],
  ])("is %s with %s", (pattern, _what, members) => {
    expect(routeOf(at(members))).toBe(pattern);
  });

  it("has at most 200 characters", () => {
    expect(routeOf(at({ route: { path: `/${"x".repeat(300)}` } }))).toHaveLength(200);
  });

  it("is that of the failure, if it has one, or else that of the moment", () => {
    const [inside, outside] = [at({ route: { path: "/failed" } }), at({})];
    for (const req of [inside, outside]) {
      rememberOrigin(req);
      Object.assign(req, { route: { path: "/now" } });
    }

    expect([routeOf(inside), routeOf(outside)]).toEqual(["/failed", "/now"]);
  });

  it.each(expresses)("begins with the paths that apps are mounted on, on %s", (_name, express) => {
    const [outer, inner] = [express(), express()];
    outer.use("/api", inner);
    const route = inner.route("/items/:id");

    expect(routeOf(at({ app: inner, route, originalUrl: "/api/items/7" }))).toBe("/api/items/:id");
  });
});
