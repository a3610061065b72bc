import { once } from "node:events";
import { connect } from "node:net";
import express5, { type Express, type Handler, type Router } from "express";
import { errorHandler, notFoundHandler } from "express-backstop";
import { describe, expect, it } from "vitest";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";
import { problem } from "../support/problem.ts";

type ExpressModule = typeof express5;
/** The members of router 2.3's listing that this test reads. */
interface ListedRoute {
  readonly path: string;
  readonly methods: readonly string[];
}
interface Stack {
  readonly stack: readonly Layer[];
}
interface Layer {
  match(path: string): unknown;
}
type Shape = (app: Express, express: ExpressModule) => unknown;

const ok: Handler = (_req, res) => void res.send("ok");
const pass: Handler = (_req, _res, next) => next();

function routerOf(express: ExpressModule, add: (router: Router) => unknown, options = {}): Router {
  const router = express.Router(options);
  add(router);
  return router;
}

const nested: Shape = (app, express) => {
  const inner = routerOf(express, (router) =>
    router.get("/items/:id", ok).delete("/items/:id", ok),
  );
  app.use(
    "/api",
    routerOf(express, (router) => router.use("/v1", pass, inner)),
  );
};
const alone: Shape = (app) => {
  app.all("/all", pass);
  app.route("/route-all").all(pass);
  app.route("/empty");
  app.use("/used", pass);
};
const guarded: Shape = (app) => {
  app.all("/items", pass);
  app.get("/items", ok);
};
const routes: Shape = (app) => {
  app.route("/items").get(ok).post(ok).all(pass);
  app.put(["/a", "/b"], ok);
  app.get(/^\/files\/(.+)$/, ok);
  app.get("/caf%C3%A9/:name", ok);
};
const mounted: Shape = (app, express) => {
  const inner = routerOf(express, (router) => router.get("/items", ok));
  app.use(["/a", "/b"], inner);
  app.use(
    "/:tenant/in",
    routerOf(express, (router) => router.get("/", ok), { mergeParams: true }),
  );
  app.use(/^\/re\d/, inner);
  const any = routerOf(express, (router) => router.get(/./, ok));
  app.use(/^\/half\d/, any);
  app.use(/\/middle/, any);
};
const strict: Shape = (app, express) => {
  app.use(
    "/strict",
    routerOf(express, (router) => router.get("/Items/", ok), { strict: true, caseSensitive: true }),
  );
  app.use(
    "/loose",
    routerOf(express, (router) => router.get("/Items/", ok)),
  );
};
const subApp: Shape = (app, express) => {
  const sub = express();
  sub.get("/items", ok);
  sub.use(
    "/deep",
    routerOf(express, (router) => router.get("/items", ok)),
  );
  sub.use(notFoundHandler());
  sub.use(errorHandler({ reporter: false }));
  app.use("/plain", sub);
  app.use("/:tenant/app", anotherOf(express));
  app.use(["/one", "/two"], anotherOf(express));
};
const blind: Shape = (app, express) => {
  const sub = express();
  sub.get("/items", ok);
  app.use("/sub", sub);
};
const rewritten: Shape = (app) => {
  app.use((req, _res, next) => {
    req.url = req.url.replace(/^\/old/, "/new");
    next();
  });
  app.get("/new", ok);
};
const overlapping: Shape = (app, express) => {
  app.get("/x/:id", ok);
  app.use(
    "/x",
    routerOf(express, (router) => router.post("/:id", ok).patch("/other", ok)),
  );
};

function anotherOf(express: ExpressModule): Express {
  const sub = express();
  sub.get("/items", ok);
  sub.use(notFoundHandler());
  return sub;
}

describe.each(expresses)("on %s", (name, express) => {
  // fault: allowed-methods
  it.each<[string, Shape, string, string | undefined]>([
    ["nested routers", nested, "PUT /api/v1/items/1", "DELETE, GET, HEAD"],
    ["nested routers, slash at the end", nested, "PUT /api/v1/items/1/", "DELETE, GET, HEAD"],
    ["nested routers, other case", nested, "PUT /API/V1/ITEMS/1?a=/x", "DELETE, GET, HEAD"],
    ["nested routers, no such path", nested, "PUT /api/v1/item/1", undefined],
    ["nested routers, part of a path", nested, "PUT /api/v1", undefined],
    ["nested routers, segment begun alike", nested, "PUT /apis/v1/items/1", undefined],
    ["the other method of the path", nested, "POST /api/v1/items/1", "DELETE, GET, HEAD"],
    ["an absolute target", nested, "PUT http://a/api/v1/items/1", "DELETE, GET, HEAD"],
    ["app.all() alone", alone, "PUT /all", undefined],
    ["route.all() alone", alone, "PUT /route-all", undefined],
    ["a route without handlers", alone, "PUT /empty", undefined],
    ["middleware alone", alone, "PUT /used", undefined],
    ["app.all() before a route", guarded, "POST /items", "GET, HEAD"],
    ["app.route()", routes, "DELETE /items", "GET, HEAD, POST"],
    ["an array of paths", routes, "GET /b", "PUT"],
    ["HEAD of a path without GET", routes, "HEAD /a", "PUT"],
    ["a regular expression", routes, "POST /files/a/b.txt", "GET, HEAD"],
    ["a regular expression that does not match", routes, "POST /files/", undefined],
    ["an encoded path", routes, "POST /caf%C3%A9/%2F%20", "GET, HEAD"],
    ["a router on an array of paths", mounted, "POST /b/items", "GET, HEAD"],
    ["a router on a parameter", mounted, "POST /acme/in", "GET, HEAD"],
    ["a router on a regular expression", mounted, "POST /re1/items", "GET, HEAD"],
    ["one that ends within a segment, which Express skips", mounted, "POST /half12", undefined],
    [
      "one that begins within the path, which Express skips",
      mounted,
      "POST /abcdef/middle/x",
      undefined,
    ],
    ["a strict router", strict, "POST /strict/Items/", "GET, HEAD"],
    ["a strict router without its slash", strict, "POST /strict/Items", undefined],
    ["a case-sensitive router", strict, "POST /strict/items/", undefined],
    ["the same path in a loose router", strict, "POST /loose/items", "GET, HEAD"],
    ["a sub-app", subApp, "POST /plain/items", "GET, HEAD"],
    ["a sub-app in other case", subApp, "POST /PLAIN/items", "GET, HEAD"],
    ["a router of a sub-app", subApp, "POST /plain/deep/items", "GET, HEAD"],
    ["a sub-app, no such path", subApp, "POST /plain/deep", undefined],
    ["a sub-app on a parameter", subApp, "POST /acme/app/items", "GET, HEAD"],
    ["a sub-app on an array of paths", subApp, "POST /two/items", "GET, HEAD"],
    ["a sub-app without notFoundHandler", blind, "POST /sub/items", undefined],
    ["a rewritten path", rewritten, "POST /old", "GET, HEAD"],
    ["routes of several routers", overlapping, "DELETE /x/1", "GET, HEAD, POST"],
    [
      "routes of several routers, another path",
      overlapping,
      "DELETE /x/other",
      "GET, HEAD, PATCH, POST",
    ],
  ])("lists the methods of %s", async (_what, shape, target, allow) => {
    await using app = await serve((app) => shape(app, express), { express });

    const { status, headers } = await send(app.port, target);

    expect({ status, allow: headers.get("allow") ?? undefined }).toEqual({
      status: allow === undefined ? 404 : 405,
      allow,
    });
  });

  it("understands patterns that only this Express has", async () => {
    const four = name === "Express 4";
    await using app = await serve(
      (app) => {
        app.get(four ? "/items/:id(\\d+)" : "/items{/:id}", ok);
        app.get(four ? "/files/*" : "/files/*path", ok);
        app.get(four ? "/opt/:a?" : "/opt{/:a}", ok);
      },
      { express },
    );
    const allow = async (path: string) => (await app.api.post(path)).headers["allow"];

    expect(await allow("/items/12")).toBe("GET, HEAD");
    expect(await allow(four ? "/items/a" : "/items/a/b")).toBeUndefined();
    expect(await allow("/files/a/b/c")).toBe("GET, HEAD");
    expect(await allow("/opt")).toBe("GET, HEAD");
    expect(await allow("/opt/1/2")).toBeUndefined();
  });

  // fault: long-path
  it("searches no longer than Express where 2,000 routes meet a path of 15 kB", async () => {
    const seen: number[] = [];
    await using app = await serve(
      (app) => {
        for (let i = 0; i < 2000; i += 1) app.get(`/:tenant/items${i}/:id`, ok);
        app.use((_req, _res, next) => {
          const { stack } = routerOfApp(app);
          for (const layer of stack) countMatches(layer, seen);
          next();
        });
      },
      { express },
    );

    const long = await app.api.post(`/${"a".repeat(15_000)}/items1999/1`);
    const afterLong = seen.reduce((sum, length) => sum + length, 0);
    const usual = await app.api.post("/acme/items1999/1");

    expect(long.status).toBe(404);
    // Some layers come after the one that begins to count; those are matched by Express.
    expect(afterLong).toBeLessThan(1_200_000);
    expect(usual.headers["allow"]).toBe("GET, HEAD");
  });

  it("lists the methods in the problem too", async () => {
    await using app = await serve((app) => nested(app, express), { express });

    expect(problem(await app.api.put("/api/v1/items/1"))).toMatchObject({
      code: "method_not_allowed",
      allow: ["DELETE", "GET", "HEAD"],
    });
  });

  // fault: allowed-methods
  it.each<[string, Shape, string]>([
    ["a route", routes, "/a"],
    ["a regular expression", routes, "/files/a"],
    ["a route behind app.all()", guarded, "/items"],
    ["a nested router", nested, "/api/v1/items/1"],
    ["a router on a parameter", mounted, "/acme/in"],
    ["a sub-app", subApp, "/plain/items"],
    ["a router of a sub-app", subApp, "/plain/deep/items"],
  ])("leaves the response to OPTIONS of %s to Express", async (_what, shape, path) => {
    const plain = express();
    shape(plain, express);
    await using bare = await serve((app) => app.use(plain), { express });
    await using app = await serve((app) => shape(app, express), { express });

    const expected = await bare.api.options(path);
    const answer = await app.api.options(path);

    expect(expected.status).toBe(200);
    expect({ status: answer.status, text: answer.text, allow: answer.headers["allow"] }).toEqual({
      status: 200,
      text: expected.text,
      allow: expected.headers["allow"],
    });
  });

  it("responds to OPTIONS itself where Express has no response", async () => {
    await using app = await serve(
      (app) => {
        alone(app, express);
        app.options("/own", pass);
        app.route("/passes").all(pass).get(ok);
      },
      { express },
    );

    for (const path of ["/nope", "/all", "/route-all", "/empty", "/own"]) {
      expect(problem(await app.api.options(path)).code).toBe("route_not_found");
    }
    expect((await app.api.options("/passes")).headers["allow"]).toBe("GET, HEAD");
  });

  it("responds to OPTIONS itself after the route's router was left", async () => {
    await using app = await serve(
      (app) =>
        app.use(
          "/in",
          routerOf(express, (router) =>
            router.use((_req, _res, next) => next("router")).get("/a", ok),
          ),
        ),
      { express },
    );

    expect(problem(await app.api.options("/in/a"))).toMatchObject({ allow: ["GET", "HEAD"] });
  });

  it("distinguishes a strict path from one that Express gave a slash", async () => {
    await using app = await serve(
      (app) => {
        const strictly = routerOf(express, (router) => router.get("/under", ok), { strict: true });
        app.use(strictly.use("/under", notFoundHandler()));
      },
      { express },
    );

    expect((await app.api.post("/under?a=1")).headers["allow"]).toBe("GET, HEAD");
  });

  it("looks past an app of connect, such as that of Vite, whose layers are others", async () => {
    const layers = [{ route: "/__ping", handle: pass }];
    const vite: Handler = (_req, _res, next) => next();
    await using app = await serve(
      (app) => app.use(Object.assign(vite, { stack: layers, route: "/" })).get("/items", ok),
      { express },
    );

    expect((await app.api.post("/items")).headers["allow"]).toBe("GET, HEAD");
  });

  it("leaves OPTIONS to Express from within a router and under a path", async () => {
    await using app = await serve(
      (app) => {
        app.use(
          "/in",
          routerOf(express, (router) => router.get("/a", ok).use(notFoundHandler())),
        );
        app.get("/under/a", ok);
        app.use("/under", notFoundHandler());
      },
      { express },
    );

    expect((await app.api.options("/in/a")).text).toMatch(/^GET, ?HEAD$/);
    expect((await app.api.options("/under/a")).text).toMatch(/^GET, ?HEAD$/);
    expect((await app.api.post("/under/a")).headers["allow"]).toBe("GET, HEAD");
    expect(problem(await app.api.options("/under/b")).code).toBe("route_not_found");
  });
});

// The types of Express do not know the listing yet.
const listRoutes = (app: Express) =>
  (app.router as unknown as { listRoutes?(): readonly ListedRoute[] }).listRoutes?.();
const unlisted = listRoutes(express5()) ? "" : " (skipped: this Express has no listing)";

it.skipIf(unlisted !== "")(
  `finds exactly the methods that Express lists in public${unlisted}`,
  async () => {
    let listed: readonly ListedRoute[] = [];
    await using app = await serve((app) => {
      for (const path of ["/a", "/b/c", "/d.e"]) app.get(path, ok).post(path, ok);
      app.put("/a", ok);
      app.route("/b").delete(ok).all(pass);
      listed = listRoutes(app) ?? [];
    });
    const byPath = new Map<string, Set<string>>();
    for (const { path, methods } of listed) {
      const known = byPath.get(path) ?? new Set();
      for (const method of methods) if (method !== "*") known.add(method);
      byPath.set(path, known);
    }

    expect(byPath.size).toBe(4);
    for (const [path, methods] of byPath) {
      const { headers } = await app.api.patch(path);
      expect(headers["allow"]?.split(", ")).toEqual([...methods].toSorted());
    }
  },
);

/** Returns the router of an app: Express 4 throws when app.router is read. */
function routerOfApp(app: Express): Stack {
  const { _router } = app as unknown as { _router?: Stack };
  return _router ?? (app.router as unknown as Stack);
}

/** Remembers the length of each path that a layer is asked to match. */
function countMatches(layer: Layer, seen: number[]): void {
  if (Object.hasOwn(layer, "match")) return;
  const match = layer.match.bind(layer);
  layer.match = (path) => {
    seen.push(path.length);
    return match(path);
  };
}

/** Sends a request line as it is, for clients tidy targets up. */
async function send(port: number, target: string): Promise<{ status: number; headers: Headers }> {
  const socket = connect(port, "127.0.0.1");
  let text = "";
  socket.on("data", (chunk) => (text += chunk.toString()));
  socket.write(`${target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
  await once(socket, "close");
  const [statusLine = "", ...lines] = (text.split("\r\n\r\n")[0] ?? "").split("\r\n");
  const headers = new Headers(
    lines.map((line): [string, string] => {
      const [name = "", value = ""] = line.split(/: (.*)/s);
      return [name, value];
    }),
  );
  return { status: Number(statusLine.split(" ")[1]), headers };
}
