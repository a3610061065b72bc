import { callbackHandler, defineErrors, validate } from "express-backstop";
import { pickErrors } from "express-backstop/catalog";
import { readProblem } from "express-backstop/client";
import { openapi, operation } from "express-backstop/openapi";
import { assertDeclaredErrors } from "express-backstop/testing";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";
import { problem } from "../support/problem.ts";
import { collectWarnings } from "../support/warnings.ts";

const errors = defineErrors({
  article_not_found: {
    status: 404,
    title: "Article not found",
    data: z.object({ articleId: z.string() }),
    detail: ({ articleId }) => `There is no article with id ${articleId}.`,
  },
  article_gone: { status: 410, title: "Article gone" },
  constructor: { status: 409, title: "A code that every object has" },
});
const reading = pickErrors(errors, "article_not_found");
const warnings = collectWarnings();

describe.each(expresses)("a handler of an operation, on %s", (_name, express) => {
  it("creates the declared errors with their data, after the validators of its route", async () => {
    await using app = await serve(
      (app) =>
        app.put(
          "/articles/:id",
          validate({ body: z.object({ title: z.string() }) }),
          operation({ errors: [errors.article_not_found] }).handler(async (req, res, fail) => {
            await Promise.resolve();
            if (req.params.id === "7") throw fail.article_not_found({ articleId: req.body.title });
            res.json({ title: req.body.title });
          }),
        ),
      { express },
    );

    const found = await app.api.put("/articles/1").send({ title: "A" });
    const missing = await app.api.put("/articles/7").send({ title: "B" });
    const invalid = await app.api.put("/articles/7").send({});

    expect(found.body).toEqual({ title: "A" });
    expect(problem(missing)).toMatchObject({
      status: 404,
      code: "article_not_found",
      detail: "There is no article with id B.",
      articleId: "B",
    });
    expect(problem(invalid)).toMatchObject({ code: "validation_failed" });
    expect(app.records.every(({ undeclared }) => undeclared === undefined)).toBe(true);
  });

  it("may use next and callbacks, and its name is in the record", async () => {
    await using app = await serve(
      (app) =>
        app.get(
          "/",
          operation({ errors: reading }).handler(function readArticle(_req, _res, fail, next) {
            setImmediate(
              callbackHandler(next, () => {
                throw fail.article_not_found({ articleId: "7" });
              }),
            );
          }),
          operation({}).handler((_req, _res, _fail, next) => next()),
        ),
      { express },
    );

    expect(problem(await app.api.get("/"))).toMatchObject({ code: "article_not_found" });
    expect(app.records).toMatchObject([{ code: "article_not_found", handler: "readArticle" }]);
  });

  it.each([
    ["undefined", undefined],
    ["null", null],
    ["a proxy that is revoked", revoked()],
    ["'route'", "route"],
  ])("passes on what it rejects with, such as %s", async (_what, thrown) => {
    await using app = await serve(
      (app) =>
        app.get(
          "/",
          operation({ errors: [] }).handler(async () => {
            throw thrown;
          }),
        ),
      { express },
    );

    expect(problem(await app.api.get("/"))).toMatchObject({ code: "internal_error" });
  });

  it("finds nothing in fail besides the declared codes, not even what every object has", async () => {
    const seen: unknown[] = [];
    await using app = await serve(
      (app) =>
        app.get(
          "/",
          operation({ errors: [errors.article_gone, errors.constructor] }).handler(
            (_req, res, fail) => {
              seen.push(Object.keys(fail), "toString" in fail, Object.isFrozen(fail));
              seen.push(fail.constructor === errors.constructor);
              res.end();
            },
          ),
        ),
      { express },
    );

    await app.api.get("/");

    expect(seen).toEqual([["article_gone", "constructor"], false, true, true]);
  });

  it("warns of an error that its operation does not declare, like the middleware", async () => {
    await using app = await serve(
      (app) =>
        app.get(
          "/",
          operation({ errors: reading }).handler(async () => {
            throw errors.article_gone();
          }),
        ),
      { express },
    );

    expect(problem(await app.api.get("/"))).toMatchObject({ code: "article_gone" });
    expect(app.records).toMatchObject([{ undeclared: true }]);
    expect(() => assertDeclaredErrors(app.records)).toThrow("GET / responded with article_gone");
    await expect
      .poll(() => warnings.map(({ message }) => message))
      .toEqual([
        "GET / responded with article_gone, which it does not declare. Write operation({ errors: [errors.article_gone] }), or throw another error.",
      ]);
  });

  it("describes its route by itself, and only once beside the middleware of the same operation", () => {
    const app = express();
    const read = operation({
      operationId: "readArticle",
      errors: reading,
      parameters: [{ name: "lang", in: "query", schema: { type: "string" } }],
    });
    app.get(
      "/alone",
      operation({ summary: "Read", errors: reading }).handler(() => {}),
    );
    app.get(
      "/both",
      read,
      read.handler(() => {}),
    );

    const { paths } = openapi(app, { info: { title: "Articles", version: "1" }, errors });

    expect(paths["/alone"]?.["get"]).toMatchObject({ summary: "Read" });
    expect(Object.keys(paths["/alone"]?.["get"]?.responses ?? {})).toEqual(["404", "default"]);
    expect(paths["/both"]?.["get"]?.parameters).toHaveLength(1);
  });
});

describe("the errors of an operation", () => {
  it("are those that a client knows, while the others of the server stay unknown", async () => {
    const read = async (
      code: "article_gone" | "article_not_found",
      members = {},
    ): Promise<unknown> => {
      const { status } = errors[code];
      const body = { type: `/problems/${code}`, title: "T", status, code, ...members };
      return readProblem(Response.json(body, { status }), reading);
    };

    expect(await read("article_not_found", { articleId: "7" })).toMatchObject({ known: true });
    expect(await read("article_gone")).toMatchObject({ known: false, reason: "unlisted" });
    expect(JSON.parse(reading.snapshot())).toHaveProperty("article_not_found");
  });

  it("are refused if one is something else, or two have the same code", () => {
    const other = defineErrors({ article_gone: { status: 404, title: "Another" } });

    expect(() => operation({ errors: [errors.article_gone, other.article_gone] })).toThrow(
      "operation: errors has two errors with the code article_gone. Write one of them.",
    );
    expect(() => operation({ errors: [errors.article_gone, errors.article_gone] })).not.toThrow();
    expect(() => operation({ errors: 7 as never })).toThrow(
      "operation: errors must be an array such as [errors.article_not_found], or a catalog, got 7",
    );
    expect(() => operation({}).handler(7 as never)).toThrow(
      "operation: handler must be a function, got 7. Write .handler(async (req, res, fail) => { … }).",
    );
  });

  it("are picked from a catalog, whose codes they must be", () => {
    expect(Object.keys(pickErrors(errors, "article_gone", "constructor"))).toEqual([
      "article_gone",
      "constructor",
    ]);
    expect(() => pickErrors(errors, "toString" as never)).toThrow(
      'pickErrors: the catalog has no code "toString". Write one of its codes.',
    );
    expect(() => pickErrors(errors, "snapshot" as never)).toThrow("has no code");
    expect(() => pickErrors({} as never)).toThrow("pickErrors: errors must be a catalog, got");
  });
});

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}
