import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import type { Express } from "express";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import manifest from "../package.json" with { type: "json" };
import { type BuiltPackage, buildPackage } from "./support/built-package.ts";
import { expresses } from "./support/expresses.ts";

// The other tests run the source. These run what npm publishes: a bundler may rename a class, drop a side effect, or
// give two entries a copy each of what they have to share.

const entries = Object.keys(manifest.exports)
  .filter((path) => path !== "./package.json")
  .map((path) => `express-backstop${path.slice(1)}`);

let built: BuiltPackage;
let main: typeof import("express-backstop");
let catalog: typeof import("express-backstop/catalog");
let client: typeof import("express-backstop/client");
let processEntry: typeof import("express-backstop/process");
let testing: typeof import("express-backstop/testing");

beforeAll(async () => {
  built = await buildPackage();
  main = (await built.import("express-backstop")) as typeof main;
  catalog = (await built.import("express-backstop/catalog")) as typeof catalog;
  client = (await built.import("express-backstop/client")) as typeof client;
  processEntry = (await built.import("express-backstop/process")) as typeof processEntry;
  testing = (await built.import("express-backstop/testing")) as typeof testing;
});
afterAll(() => built[Symbol.dispose]());

describe("the built package", () => {
  it.each(["import", "require"] as const)(
    "loads the developer's page by %s(), where debug is on",
    async (load) => {
      const { errorHandler } = (await built[load]("express-backstop")) as typeof main;
      const [[, express] = []] = expresses;
      const app = express?.();
      app?.get("/", (_req, _res, next) => next(new Error("boom")));
      app?.use(errorHandler({ debug: true, reporter: false }));
      const server = createServer(app).listen(0, "127.0.0.1");
      await once(server, "listening");

      const { port } = server.address() as AddressInfo;
      const read = async () =>
        (await fetch(`http://127.0.0.1:${port}/`, { headers: { Accept: "text/html" } })).text();

      // The page is loaded while the app starts.
      await expect.poll(read).toContain("<h1>Error: boom</h1>");
      server.closeAllConnections();
      server.close();
    },
  );

  it.each(entries)(
    "exports from %s what its source does, by import() and require()",
    async (entry) => {
      const source = Object.keys((await import(entry)) as object).toSorted();

      expect(Object.keys((await built.import(entry)) as object).toSorted()).toEqual(source);
      expect(Object.keys(built.require(entry))).toEqual(expect.arrayContaining(source));
    },
  );

  it.each(entries)("keeps the name of each function and class of %s", async (entry) => {
    const exported = Object.entries((await built.import(entry)) as Record<string, unknown>);
    const functions = exported.filter(([, value]) => typeof value === "function");

    const renamed = functions.filter(([name, value]) => (value as { name: string }).name !== name);

    expect(renamed.map(([name]) => name)).toEqual([]);
  });

  it("names each middleware like its factory, as stacks and Express's debug output show it", async () => {
    const openapi = (await built.import(
      "express-backstop/openapi",
    )) as typeof import("express-backstop/openapi");
    const made = {
      errorHandler: main.errorHandler(),
      notFoundHandler: main.notFoundHandler(),
      requestContext: main.requestContext(),
      validate: main.validate({ body: z.string() }),
      operation: openapi.operation({ summary: "None" }),
      readiness: processEntry.readiness(),
    };

    const names = Object.values(made).map(({ name }) => name);

    expect(names).toEqual(Object.keys(made));
  });

  it("loads the main entry from few files, because a file costs Node more than what is in it", () => {
    const files = filesOf(join(built.dist, "index.js"));

    // The entry, and what it shares with the client, with the catalog and with all others.
    expect(files.size).toBeLessThanOrEqual(4);
  });

  it("loads a catalog without what only Express needs", () => {
    const text = [...filesOf(join(built.dist, "catalog/index.js"))].map((file) =>
      readFileSync(file, "utf8"),
    );

    expect(text.join("\n")).not.toContain("node:");
  });

  it("has one HttpError for all entries", () => {
    const errors = catalog.defineErrors({ gone_away: { status: 410, title: "Gone away" } });

    expect(errors.gone_away()).toBeInstanceOf(main.HttpError);
    expect(errors.gone_away().name).toBe("GoneAwayError");
    expect(client.toHttpError({ status: 500, code: "any_code" })).toBeInstanceOf(main.HttpError);
    expect(new main.NotFoundError().name).toBe("NotFoundError");
  });
});

/** Returns a file and the files that it imports, and those that they import. */
function filesOf(entry: string): ReadonlySet<string> {
  const files = new Set([entry]);
  for (const file of files) {
    const imports = readFileSync(file, "utf8").matchAll(/^(?:import|export) .*?"(\.[^"]+)";$/gm);
    for (const [, path = ""] of imports) files.add(join(dirname(file), path));
  }
  return files;
}

describe.each(expresses)("the built package on %s", (_name, express) => {
  async function serve(
    mount: (app: Express) => void,
  ): Promise<AsyncDisposable & { url: string; records: readonly unknown[] }> {
    const reporter = testing.recordingReporter();
    const app = express();
    app.use(main.requestContext({ timeout: 500 }), express.json());
    mount(app);
    app.use(main.notFoundHandler(), main.errorHandler({ reporter }));
    const server = createServer(app).listen(0, "127.0.0.1");
    await once(server, "listening");
    return {
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      records: reporter.records,
      async [Symbol.asyncDispose]() {
        server.closeAllConnections();
        server.close();
        await once(server, "close");
      },
    };
  }

  it("sends an error of the catalog, which its client knows and its reporter records", async () => {
    const errors = catalog.defineErrors({
      article_not_found: {
        status: 404,
        title: "Article not found",
        data: z.object({ articleId: z.string() }),
      },
    });
    await using api = await serve((app) =>
      app.get(
        "/articles/:id",
        main.asyncHandler(async (req) => {
          throw errors.article_not_found({ articleId: req.params["id"] ?? "" });
        }),
      ),
    );

    const problem = await client.readProblem(await fetch(`${api.url}/articles/a17`), errors);

    expect(problem).toMatchObject({
      known: true,
      status: 404,
      code: "article_not_found",
      articleId: "a17",
    });
    expect(api.records).toMatchObject([{ route: "/articles/:id", code: "article_not_found" }]);
  });

  it("masks what a handler throws, names bad fields, and knows which routes it has", async () => {
    await using api = await serve((app) => {
      app.get(
        "/",
        main.asyncHandler(async () => {
          throw "secret";
        }),
      );
      app.post("/", main.validate({ body: z.object({ title: z.string() }) }));
    });
    const send = async (path: string, init?: RequestInit) =>
      (await (await fetch(api.url + path, init)).json()) as object;
    const headers = { "Content-Type": "application/json" };

    expect(await send("/")).toMatchObject({ status: 500, code: "internal_error" });
    expect(await send("/", { method: "POST", headers, body: "{}" })).toMatchObject({
      status: 400,
      errors: [{ in: "body", pointer: "#/title", code: "required" }],
    });
    expect(await send("/", { method: "DELETE" })).toMatchObject({ status: 405 });
    expect(await send("/nowhere")).toMatchObject({ status: 404, code: "route_not_found" });
  });

  it("knows in one entry the request that another one has opened", async () => {
    await using api = await serve((app) =>
      app.get("/", () => {
        const callback = processEntry.guardCallback(() => {
          throw new main.ConflictError("Taken.");
        });
        setImmediate(callback);
      }),
    );

    const response = await fetch(api.url);

    expect(await response.json()).toMatchObject({ status: 409, detail: "Taken." });
  });

  it("ends a request without a response at the deadline, and a half-sent one by its connection", async () => {
    await using api = await serve((app) => {
      app.get("/silent", () => {});
      app.get(
        "/half",
        main.asyncHandler(async (_req, res) => {
          res.write("half");
          throw new Error("secret");
        }),
      );
    });

    expect((await fetch(`${api.url}/silent`)).status).toBe(503);
    const half = fetch(`${api.url}/half`).then((response) => response.text());
    await expect(half).rejects.toThrow("terminated");
    expect(api.records).toMatchObject([{ outcome: "sent" }, { outcome: "truncated" }]);
  });
});
