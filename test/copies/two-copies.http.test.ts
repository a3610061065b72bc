import { EventEmitter, once } from "node:events";
import { createServer, type Server } from "node:http";
import type { Express } from "express";
import supertest from "supertest";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { type BuiltPackage, buildPackage } from "../support/built-package.ts";
import { expresses } from "../support/expresses.ts";
import { collectWarnings } from "../support/warnings.ts";

const warnings = collectWarnings();

// One process loads the package as ES modules and as CommonJS: an app of one kind that uses a library of the other kind.

interface Copy {
  readonly main: typeof import("express-backstop");
  readonly process: typeof import("express-backstop/process");
  readonly openapi: typeof import("express-backstop/openapi");
  readonly testing: typeof import("express-backstop/testing");
}

const kinds = ["an ES module", "CommonJS"] as const;
const pairs = expresses.flatMap(([name, express]) => [
  [name, ...kinds, express] as const,
  [name, kinds[1], kinds[0], express] as const,
]);

let built: BuiltPackage;
let copies: Record<(typeof kinds)[number], Copy>;

beforeAll(async () => {
  built = await buildPackage();
  // Each entry exports what its source does.
  copies = {
    "an ES module": {
      main: (await built.import("express-backstop")) as Copy["main"],
      process: (await built.import("express-backstop/process")) as Copy["process"],
      openapi: (await built.import("express-backstop/openapi")) as Copy["openapi"],
      testing: (await built.import("express-backstop/testing")) as Copy["testing"],
    },
    CommonJS: {
      main: built.require("express-backstop") as unknown as Copy["main"],
      process: built.require("express-backstop/process") as unknown as Copy["process"],
      openapi: built.require("express-backstop/openapi") as unknown as Copy["openapi"],
      testing: built.require("express-backstop/testing") as unknown as Copy["testing"],
    },
  };
});
afterAll(() => built[Symbol.dispose]());

it("loads two copies", () => {
  expect(copies.CommonJS.main.errorHandler).not.toBe(copies["an ES module"].main.errorHandler);
});

describe.each(pairs)("on %s, an app that is %s, with a library that is %s", (...pair) => {
  const [, appKind, libraryKind, express] = pair;

  async function serve(mount: (app: Express, app_: Copy, library: Copy) => void) {
    const own = copies[appKind];
    const reporter = own.testing.recordingReporter();
    const app = express();
    app.use(own.main.requestContext(), express.json());
    mount(app, own, copies[libraryKind]);
    app.use(own.main.notFoundHandler(), own.main.errorHandler({ reporter }));
    const server: Server = createServer(app).listen(0, "127.0.0.1");
    await once(server, "listening");
    return {
      api: supertest(server),
      records: reporter.records,
      server,
      async [Symbol.asyncDispose]() {
        server.closeAllConnections();
        server.close();
        await once(server, "close");
      },
    };
  }

  it("has one response and one record for what a handler of the library throws", async () => {
    await using served = await serve((app, _own, { main }) =>
      app.get(
        "/articles/:id",
        main.asyncHandler(async () => {
          throw new main.NotFoundError("No such article.");
        }),
      ),
    );

    const { status, body } = await served.api.get("/articles/7");

    expect({ status, body }).toMatchObject({
      status: 404,
      body: { code: "not_found", detail: "No such article." },
    });
    expect(served.records).toMatchObject([{ code: "not_found", route: "/articles/:id" }]);
  });

  it("has one record for a failure that arrives through both copies, and for what is written later", async () => {
    await using served = await serve((app, own, library) =>
      app.get(
        "/",
        own.main.asyncHandler(async (_req, res, next) => {
          const error = new library.main.ConflictError("Taken.");
          library.main.callbackHandler(next)(error);
          res.end("late");
          throw error;
        }),
      ),
    );

    const { body } = await served.api.get("/");

    expect(body).toMatchObject({ status: 409 });
    expect(served.records).toMatchObject([
      { code: "conflict", outcome: "sent" },
      { outcome: "late", error: { message: "A second response was sent; the first stands" } },
    ]);
  });

  it("knows the errors of the other copy", () => {
    const [{ main }, library] = [copies[appKind], copies[libraryKind]];
    const error = new library.main.NotFoundError("No such article.");
    const errors = library.main.defineErrors({ gone_away: { status: 410, title: "Gone away" } });

    expect(main.isHttpError(error)).toBe(true);
    expect(error).toBeInstanceOf(main.HttpError);
    expect(
      main
        .defineErrors({ gone_away: { status: 410, title: "Gone" } })
        .gone_away.is(errors.gone_away()),
    ).toBe(true);
  });

  it("knows the request that the other copy has opened", async () => {
    await using served = await serve((app, _own, library) => {
      app.get("/id", (_req, res) => void res.json(library.main.currentRequest()));
      app.get("/callback", () => {
        const callback = library.process.guardCallback(() => {
          throw new library.main.ConflictError("Taken.");
        });
        setImmediate(callback);
      });
    });

    const { headers, body } = await served.api.get("/id");

    expect(body).toMatchObject({ requestId: headers["x-request-id"] });
    expect((await served.api.get("/callback")).body).toMatchObject({ detail: "Taken." });
  });

  it("holds a response of the app while the library checks it", async () => {
    await using served = await serve((app, own, { main }) =>
      app.get(
        "/",
        main.validate({ response: { 200: z.object({ id: z.string() }) } }),
        own.main.asyncHandler(async (_req, res) => {
          res.json({ id: 7 });
          throw new Error("After the response");
        }),
      ),
    );

    expect((await served.api.get("/")).status).toBe(500);
    expect(served.records).toHaveLength(2);
  });

  it("keeps an empty body that the other copy has parsed", async () => {
    await using served = await serve((app, own, { main }) =>
      app.get(
        "/",
        main.validate({ body: z.object({}).default({}) }),
        own.main.validate({ body: z.object({}) }),
        (_req, res) => void res.json({}),
      ),
    );

    expect((await served.api.get("/")).status).toBe(200);
  });

  it("says that an operation of the library does not declare an error", async () => {
    await using served = await serve((app, _own, { main, openapi }) => {
      const { declared, other } = main.defineErrors({
        declared: { status: 409, title: "Declared" },
        other: { status: 409, title: "Other" },
      });
      app.get("/", openapi.operation({ errors: [declared] }), () => {
        throw other();
      });
    });

    await served.api.get("/");

    expect(served.records).toMatchObject([{ code: "other", undeclared: true }]);
    await expect
      .poll(() => warnings.map(({ message }) => message))
      .toEqual([
        "GET / responded with other, which it does not declare. Write operation({ errors: [errors.other] }), or throw another error.",
      ]);
  });

  it("refuses a second guard of one server", async () => {
    await using served = await serve(() => {});
    const guard = copies[appKind].process.guardProcess(served.server);

    try {
      expect(() => copies[libraryKind].process.guardProcess(served.server)).toThrow(
        "must not be guarded already",
      );
    } finally {
      guard.dispose();
    }
  });

  it("wraps a client once", () => {
    const client = copies[libraryKind].process.guardClient(new EventEmitter());

    expect(copies[appKind].process.guardClient(client)).toBe(client);
  });
});
