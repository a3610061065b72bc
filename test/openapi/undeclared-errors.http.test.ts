import type { RequestHandler } from "express";
import { ConflictError, defineErrors, validate } from "express-backstop";
import { openapi, operation, secured } from "express-backstop/openapi";
import { assertDeclaredErrors, recordingReporter } from "express-backstop/testing";
import { describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { serve } from "../support/app.ts";
import { express4, expresses } from "../support/expresses.ts";
import { problem } from "../support/problem.ts";
import { throwing } from "../support/throwing.ts";
import { collectWarnings } from "../support/warnings.ts";

const errors = defineErrors({
  article_not_found: { status: 404, title: "Article not found" },
  article_gone: { status: 410, title: "Article gone" },
});
const describing = () => operation({ errors: [errors.article_not_found] });
const warnings = collectWarnings();
const codesOf = (): unknown[] => warnings.map((warning) => (warning as { code?: string }).code);
const turn = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

describe.each(expresses)(
  "an error that its operation does not declare, on %s",
  (_name, express) => {
    it("is sent, and named in one warning and in each record", async () => {
      await using app = await serve(
        (app) => {
          const router = express.Router();
          router.get("/:id", describing(), throwing(errors.article_gone()));
          app.use("/articles", router);
        },
        { express },
      );

      const answers = [await app.api.get("/articles/1"), await app.api.get("/articles/2")];
      await turn();

      expect(answers.map((answer) => problem(answer))).toMatchObject([
        { status: 410, code: "article_gone" },
        { status: 410, code: "article_gone" },
      ]);
      expect(app.records).toMatchObject([{ undeclared: true }, { undeclared: true }]);
      await expect
        .poll(() => warnings.map(({ message }) => message))
        .toEqual([
          "GET /articles/:id responded with article_gone, which it does not declare. Write operation({ errors: [errors.article_gone] }), or throw another error.",
        ]);
      expect(codesOf()).toEqual(["BACKSTOP_UNDECLARED_ERROR"]);
      expect(() => assertDeclaredErrors(app.records)).toThrow(
        "Undeclared errors: GET /articles/:id responded with article_gone. Add each error to operation({ errors }), or throw a declared one.",
      );
    });

    // fault: foreign-method
    it("is named without a method that a handler has made up", async () => {
      await using app = await serve(
        (app) =>
          app.get("/", describing(), (req) => {
            req.method = "GET\nsecret".repeat(1000);
            throw errors.article_gone();
          }),
        { express },
      );

      await app.api.get("/");
      await turn();

      await expect
        .poll(() => warnings.map(({ message }) => message))
        .toEqual([
          "A request of / responded with article_gone, which it does not declare. Write operation({ errors: [errors.article_gone] }), or throw another error.",
        ]);
    });

    it("may be one of our classes, or made by a mapper", async () => {
      await using app = await serve(
        (app) => {
          app.get("/class", describing(), throwing(new ConflictError("Again")));
          app.get("/mapped", describing(), throwing(new RangeError("from a library")));
        },
        {
          express,
          mappers: [(thrown) => (thrown instanceof RangeError ? errors.article_gone() : undefined)],
        },
      );

      await app.api.get("/class");
      await app.api.get("/mapped");

      expect(app.records).toMatchObject([
        { code: "conflict", undeclared: true },
        { code: "article_gone", undeclared: true },
      ]);
    });

    it.each<[what: string, handlers: readonly ((...args: never[]) => unknown)[]]>([
      ["declared", [describing(), throwing(errors.article_not_found())]],
      [
        "declared by a router around it",
        [
          describing(),
          operation({ errors: [errors.article_gone] }),
          throwing(errors.article_not_found()),
        ],
      ],
      [
        "of an operation that declares nothing",
        [operation({ summary: "A" }), throwing(errors.article_gone())],
      ],
      ["of a route without an operation", [throwing(errors.article_gone())]],
      ["one that nothing recognized", [describing(), throwing(new Error("secret"))]],
      ["a bad request", [describing(), validate({ query: z.object({ page: z.string() }) })]],
      ["of no route, after a route that passed on", [describing()]],
    ])("does not include %s", async (_what, handlers) => {
      await using app = await serve(
        (app) => {
          for (const handler of handlers) app.get("/", handler as ReturnType<typeof describing>);
        },
        { express },
      );

      const answer = await app.api.get("/");
      await turn();

      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(app.records).toHaveLength(1);
      expect(app.records[0]).not.toHaveProperty("undeclared");
      expect(warnings).toEqual([]);
      assertDeclaredErrors(app.records);
    });
  },
);

it("is not checked in production", async () => {
  vi.stubEnv("NODE_ENV", "production");
  const inProduction = operation({ errors: [errors.article_not_found] });
  await using app = await serve((app) => {
    app.get("/production", inProduction, throwing(errors.article_gone()));
    // Made in development, in an app that is in production.
    app.get("/", describing(), throwing(errors.article_gone()));
  });
  vi.unstubAllEnvs();

  expect((await app.api.get("/production")).status).toBe(410);
  expect((await app.api.get("/")).status).toBe(410);
  // And the other way round.
  await using inDevelopment = await serve((other) =>
    other.get("/", inProduction, throwing(errors.article_gone())),
  );
  expect((await inDevelopment.api.get("/")).status).toBe(410);
  await turn();

  expect([...app.records, ...inDevelopment.records].filter(({ undeclared }) => undeclared)).toEqual(
    [],
  );
  expect(warnings).toEqual([]);
});

it("fails a test once for each operation and code", () => {
  const record = { method: "GET", path: "/a", code: "gone", undeclared: true } as const;
  const records = [record, record, { ...record, route: "/:id", code: "conflict" }];

  expect(() => assertDeclaredErrors(records)).toThrow(
    "Undeclared errors: GET /a responded with gone; GET /:id responded with conflict.",
  );
});

it("is found by the reporter of a test", async () => {
  const reporter = recordingReporter();
  await using app = await serve(
    (app) => app.get("/", describing(), throwing(errors.article_gone())),
    {
      reporter,
    },
  );

  await app.api.get("/");

  const [record] = reporter.records;
  expect(record).toMatchObject({ route: "/", code: "article_gone", undeclared: true });
  expect(() => assertDeclaredErrors(reporter.records)).toThrow("GET / responded with article_gone");
});

it("does not change the operation in the document", async () => {
  await using app = await serve((app) => {
    app.get("/", describing(), throwing(errors.article_gone()));
    app.get("/openapi.json", (_req, res) => {
      res.json(openapi(app, { info: { title: "A", version: "1" }, errors }));
    });
  });

  await app.api.get("/");
  const { body } = await app.api.get("/openapi.json");

  expect(Object.keys((body as never)["paths"]["/"]["get"]["responses"])).toEqual([
    "404",
    "default",
  ]);
});

describe("the errors of a guard", () => {
  it("are allowed, and do not say that the routes behind it have no others", async () => {
    const check: RequestHandler = async (req, _res, next) => {
      await Promise.resolve();
      if (!req.get("authorization")) throw errors.article_gone();
      next();
    };
    const guard = secured(check, { schemes: {}, errors: [errors.article_gone] });
    await using app = await serve(
      (app) => {
        app.get("/declaring", guard, describing(), throwing(errors.article_not_found()));
        app.get("/late", describing(), guard, throwing(errors.article_not_found()));
        app.get("/silent", guard, throwing(errors.article_not_found()));
      },
      { express: express4 },
    );

    const codes = await Promise.all(
      ["/declaring", "/late", "/silent"].map(async (path) => {
        const refused = problem(await app.api.get(path));
        const passed = problem(await app.api.get(path).set("Authorization", "x"));
        return [refused.code, passed.code];
      }),
    );

    expect(new Set(codes.flat())).toEqual(new Set(["article_gone", "article_not_found"]));
    expect(codes.map(([first]) => first)).toEqual(["article_gone", "article_gone", "article_gone"]);
    expect(app.records).toHaveLength(6);
    expect(app.records.filter(({ undeclared }) => undeclared)).toEqual([]);
  });
});
