import { asyncHandler, BadGatewayError, defineErrors, type ErrorMapper } from "express-backstop";
import { readResults } from "express-backstop/client";
import { german, translator } from "express-backstop/messages";
import { multiStatus, problemOf } from "express-backstop/results";
import { errorEnvelope } from "express-backstop/serializers";
import { describe, expect, expectTypeOf, it } from "vitest";
import { z } from "zod";
import { listen, serve, type ServeOptions } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";
import { problem } from "../support/problem.ts";

const errors = defineErrors({
  article_gone: {
    status: 410,
    title: "Article gone",
    data: z.object({ articleId: z.string() }),
  },
});
const gone = errors.article_gone({ articleId: "7" });
const quota: ErrorMapper = (error) =>
  error instanceof RangeError ? new BadGatewayError("secret words", { cause: error }) : undefined;

/** Serves the results of promises that are settled. */
function serveResults(promises: () => unknown[], options: ServeOptions = {}, status?: number) {
  return serve(
    (app) =>
      app.post(
        "/bulk",
        asyncHandler(async (_req, res) => {
          const settled = await Promise.allSettled(promises());
          multiStatus(res, settled, status === undefined ? {} : { status });
        }),
      ),
    { mappers: [quota], ...options },
  );
}

describe.each(expresses)("multiStatus, on %s", (_name, express) => {
  it("sends an item for each result, in order, masked like the problem of one response", async () => {
    const defect = new Error("secret");
    await using app = await serveResults(
      () => [
        { id: "1" },
        Promise.reject(gone),
        Promise.reject(defect),
        Promise.reject(new RangeError("x")),
      ],
      { express, typeBase: "https://api.example.com/problems/" },
      201,
    );

    const response = await app.api.post("/bulk");

    expect(response.status).toBe(207);
    expect(response.body).toEqual({
      results: [
        { status: 201, value: { id: "1" } },
        {
          status: 410,
          problem: {
            type: "https://api.example.com/problems/article_gone",
            title: "Article gone",
            status: 410,
            code: "article_gone",
            articleId: "7",
            requestId: expect.any(String) as string,
          },
        },
        { status: 500, problem: expect.objectContaining({ code: "internal_error" }) as object },
        { status: 502, problem: expect.objectContaining({ code: "bad_gateway" }) as object },
      ],
    });
    expect(response.text).not.toContain("secret");
    expect(app.records.map(({ status, code, outcome }) => [status, code, outcome])).toEqual([
      [410, "article_gone", "sent"],
      [500, "internal_error", "sent"],
      [502, "bad_gateway", "sent"],
    ]);
  });

  it.each([[200], [299]])("sends %d as the status of what succeeded", async (status) => {
    await using app = await serveResults(() => [1], { express }, status);

    expect((await app.api.post("/bulk")).body).toEqual({ results: [{ status, value: 1 }] });
  });

  it("records each failure once, also a hundred of them, and one that several items share", async () => {
    await using app = await serveResults(
      () => [
        ...Array.from({ length: 100 }, () => Promise.reject(new Error("one of many"))),
        Promise.reject(gone),
        Promise.reject(gone),
      ],
      { express },
    );

    const first = await app.api.post("/bulk");
    await app.api.post("/bulk");

    expect((first.body as { results: unknown[] }).results).toHaveLength(102);
    expect(app.records).toHaveLength(202);
  });

  it.each([
    ["undefined", undefined],
    ["null", null],
    ["'route'", "route"],
    ["a proxy that is revoked", revoked()],
    [
      "an object with a hostile toJSON",
      {
        toJSON: () => {
          throw new Error("secret");
        },
      },
    ],
  ])("survives an item that rejects with %s", async (_what, thrown) => {
    await using app = await serveResults(() => [Promise.reject(thrown), 1], { express });

    const response = await app.api.post("/bulk");

    expect(response.body).toMatchObject({
      results: [
        { status: 500, problem: { code: "internal_error" } },
        { status: 200, value: 1 },
      ],
    });
    expect(app.records).toHaveLength(1);
  });

  it("has the format and the language of the app", async () => {
    await using app = await serveResults(() => [Promise.reject(new Error("secret"))], {
      express,
      serialize: errorEnvelope(),
      translate: translator({ de: german }),
    });

    const response = await app.api.post("/bulk").set("Accept-Language", "de");

    expect(response.body).toMatchObject({
      results: [{ status: 500, problem: { error: { code: "internal_error" } } }],
    });
    expect(response.text).toContain("schiefgegangen");
    expect(response.headers).toMatchObject({ vary: "Accept-Language" });
  });

  it("leaves out a member that JSON cannot hold", async () => {
    const big = Object.assign(errors.article_gone({ articleId: "7" }), {
      extensions: { size: 1n, articleId: "7" },
    });
    await using app = await serveResults(() => [Promise.reject(big)], { express });

    const [item] = (await app.api.post("/bulk")).body.results;

    expect(item.problem).toMatchObject({ code: "article_gone", articleId: "7" });
    expect(item.problem).not.toHaveProperty("size");
  });

  it("presents a problem after the response has begun", async () => {
    await using app = await serve(
      (app) =>
        app.get("/", (req, res) => {
          res.write("begun ");
          res.end(problemOf(new Error("secret"), req).title);
        }),
      { express, translate: translator({ de: german }) },
    );

    const response = await app.api.get("/").set("Accept-Language", "de");

    expect(response.text).toBe("begun Interner Serverfehler");
  });

  it("gives one problem to a handler that writes its own response", async () => {
    await using app = await serve(
      (app) => app.get("/", (req, res) => res.json({ warnings: [problemOf(gone, req)] })),
      { express },
    );

    const response = await app.api.get("/");

    expect(response.body).toMatchObject({ warnings: [{ code: "article_gone", articleId: "7" }] });
    expect(app.records).toMatchObject([{ code: "article_gone" }]);
  });

  it("is read by the client, item by item", async () => {
    await using app = await serveResults(() => [{ id: "1" }, Promise.reject(gone)], { express });
    const response = await fetch(`http://127.0.0.1:${app.port}/bulk`, { method: "POST" });

    const [first, second] = await readResults(response, errors);

    expect(first).toEqual({ ok: true, status: 200, value: { id: "1" } });
    expect(second).toMatchObject({
      ok: false,
      status: 410,
      problem: { known: true, articleId: "7" },
    });
    if (second && !second.ok && second.problem.known) {
      expectTypeOf(second.problem.articleId).toEqualTypeOf<string>();
    }
  });

  it.each([
    [
      "something else than results",
      [1],
      {},
      "multiStatus: results must be those of Promise.allSettled, got 1",
    ],
    ["no array", "x", {}, 'multiStatus: results must be those of Promise.allSettled, got "x"'],
    [
      "a status of a failure",
      [],
      { status: 404 },
      "multiStatus: status must be an integer from 200 to 299, got 404",
    ],
  ])("refuses %s, and the record says what to write", async (_what, results, options, message) => {
    await using app = await serve(
      (app) => app.get("/", (_req, res) => multiStatus(res, results as never, options)),
      { express },
    );

    expect(problem(await app.api.get("/"))).toMatchObject({ code: "internal_error" });
    expect(app.records[0]?.error.message).toContain(message);
  });
});

it("needs the error handler of the app, and a request of a handler", async () => {
  const { default: express } = await import("express");
  const app = express();
  const caught: unknown[] = [];
  app.get("/", (req, res) => {
    for (const present of [
      () => problemOf(gone, req),
      () => multiStatus(res, [{ status: "rejected", reason: gone }]),
    ]) {
      try {
        present();
      } catch (error) {
        caught.push(String(error));
      }
    }
    res.end();
  });
  await using server = await listen(app);

  await server.api.get("/");

  expect(caught).toEqual([
    expect.stringContaining("problemOf: the app has no error handler"),
    expect.stringContaining("multiStatus: the app has no error handler"),
  ]);
  expect(() => problemOf(gone, undefined as never)).toThrow("problemOf: req must be the request");
});

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}
