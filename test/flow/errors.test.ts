import { EventEmitter, once } from "node:events";
import { createRequire } from "node:module";
import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import express5 from "express";
import {
  asyncHandler,
  callbackHandler,
  ConflictError,
  HttpError,
  MethodNotAllowedError,
  NotFoundError,
  UnauthorizedError,
  validate,
} from "express-backstop";
import createError from "http-errors";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { z as z3 } from "zod3";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";
import { problem } from "../support/problem.ts";

const require = createRequire(import.meta.url);
const throwing = (thrown: unknown) =>
  asyncHandler(async () => {
    throw thrown;
  });

describe.each(expresses)("on %s", (_name, express) => {
  it("answers a thrown error of ours as one problem, members in order", async () => {
    await using app = await serve(
      (app) =>
        app.get(
          "/",
          throwing(
            new NotFoundError("There is no article with id a17.", {
              code: "article_not_found",
              title: "Article not found",
              extensions: { articleId: "a17" },
            }),
          ),
        ),
      { express },
    );

    const response = await app.api.get("/");

    expect(response.text.replace(/"req_\w+"/, '"…"')).toBe(
      '{"type":"/problems/article_not_found","title":"Article not found","status":404,"code":"article_not_found",' +
        '"detail":"There is no article with id a17.","articleId":"a17","requestId":"…"}',
    );
    problem(response);
  });

  it.each([
    ["undefined, which Express takes for success", undefined],
    ["null", null],
    ["0", 0],
    ["an empty string", ""],
    ["'route', which Express takes for a skip", "route"],
    ["'router'", "router"],
    ["an unknown Error", new Error("secret")],
    [
      "an upstream's error with a status",
      Object.assign(new Error("secret"), { status: 401, headers: { "set-cookie": "secret=1" } }),
    ],
    ["a frozen error", Object.freeze(new Error("secret"))],
    ["a revoked proxy", revoked()],
  ])("turns %s into a 500 that gives nothing away, thrown or rejected", async (_what, thrown) => {
    await using app = await serve(
      (app) => {
        app.get(
          "/thrown",
          asyncHandler(() => {
            throw thrown;
          }),
        );
        app.get("/rejected", throwing(thrown));
        app.get(["/thrown", "/rejected"], (_req, res) => res.send("the guard was passed"));
      },
      { express },
    );

    for (const path of ["/thrown", "/rejected"]) {
      const response = await app.api.get(path);

      expect(problem(response)).toMatchObject({ status: 500, code: "internal_error" });
      expect(response.text + JSON.stringify(response.headers)).not.toContain("secret");
    }
    expect(app.records).toHaveLength(2);
  });

  it("lets a handler call next('route') and next('router')", async () => {
    await using app = await serve(
      (app) => {
        const router = express.Router();
        router.get(
          "/router",
          asyncHandler((_req, _res, next) => next("router")),
        );
        router.get("/router", (_req, res) => void res.send("wrong"));
        app.use(router);
        app.get("/router", (_req, res) => void res.send("after the router"));
        app.get(
          "/route",
          asyncHandler((_req, _res, next) => next("route")),
          (_req, res) => void res.send("wrong"),
        );
        app.get("/route", (_req, res) => void res.send("the next route"));
      },
      { express },
    );

    expect((await app.api.get("/route")).text).toBe("the next route");
    expect((await app.api.get("/router")).text).toBe("after the router");
  });

  it("wraps error middleware and param handlers", async () => {
    await using app = await serve(
      (app) => {
        app.param(
          "id",
          asyncHandler(async (_req: unknown, _res: unknown, next: () => void, value: string) => {
            if (value === "0") throw new NotFoundError("No such id.");
            next();
          }),
        );
        app.get("/items/:id", throwing(new Error("inner")));
        app.use(
          asyncHandler(async (error: Error, _req: unknown, _res: unknown, _next: unknown) => {
            if (error.message === "inner") throw new ConflictError("From the middleware.");
            throw error;
          }) as unknown as express5.ErrorRequestHandler,
        );
      },
      { express },
    );

    expect(problem(await app.api.get("/items/0")).detail).toBe("No such id.");
    expect(problem(await app.api.get("/items/1")).detail).toBe("From the middleware.");
  });

  it("bridges error-first callbacks", async () => {
    await using app = await serve(
      (app) => {
        app.get("/error", (_req, _res, next) =>
          setImmediate(callbackHandler(next), new Error("secret")),
        );
        app.get("/ok", (_req, res, next) =>
          setImmediate(
            callbackHandler(next, (value: string) => res.json(value)),
            null,
            "saved",
          ),
        );
        app.get("/throws", (_req, _res, next) =>
          setImmediate(
            callbackHandler(next, () => {
              throw new ConflictError("Taken.");
            }),
            null,
          ),
        );
      },
      { express },
    );

    expect(problem(await app.api.get("/error")).status).toBe(500);
    expect((await app.api.get("/ok")).body).toBe("saved");
    expect(problem(await app.api.get("/throws")).detail).toBe("Taken.");
  });

  it("answers body-parser's errors in its own words", async () => {
    await using app = await serve((app) => app.post("/", (req, res) => void res.json(req.body)), {
      express,
    });
    const post = (body: string | Buffer, headers: Record<string, string> = {}) =>
      app.api
        .post("/")
        .set({ "content-type": "application/json", ...headers })
        .serialize((sent: unknown) => sent as string)
        .send(body as string);

    expect(problem(await post('{"password":"hunter2",'))).toMatchObject({
      status: 400,
      code: "invalid_json",
      detail: "The body is not valid JSON.",
    });
    expect(problem(await post(`"${"x".repeat(200_000)}"`))).toMatchObject({
      status: 413,
      code: "body_too_large",
      limitBytes: 102_400,
    });
    expect(
      problem(await post("{}", { "content-type": "application/json; charset=latin-2" })),
    ).toMatchObject({
      status: 415,
      code: "unsupported_media_type",
    });
    expect(problem(await post("{}", { "content-encoding": "zip" }))).toMatchObject({ status: 415 });
    expect(problem(await post("{}", { "content-encoding": "gzip" }))).toMatchObject({
      status: 400,
      detail: "The compressed body cannot be decompressed.",
    });
    expect(problem(await post("hunter2")).code).toBe("invalid_json");
    expect(JSON.stringify(app.records)).not.toContain("hunter2");
  });

  it("answers while a client is still sending 5 MB, and closes cleanly", async () => {
    await using app = await serve((app) => app.post("/", (_req, res) => void res.json({})), {
      express,
    });

    const answer = await fetch(`http://127.0.0.1:${app.port}/`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: `"${"x".repeat(5_000_000)}"`,
    });

    expect(answer.status).toBe(413);
    expect(await answer.json()).toMatchObject({ code: "body_too_large" });
  });

  it("answers a path that cannot be decoded with 400, and a handler's own URIError with 500", async () => {
    await using app = await serve(
      (app) => {
        app.get("/items/:id", (_req, res) => void res.send("ok"));
        app.get("/own", throwing(new URIError("secret")));
      },
      { express },
    );

    expect(problem(await app.api.get("/items/%E0%A4%A"))).toMatchObject({
      status: 400,
      code: "bad_request",
    });
    expect(problem(await app.api.get("/own")).status).toBe(500);
  });

  it("lets http-errors speak when they expose, and drops headers an upstream could have left on them", async () => {
    await using app = await serve(
      (app) => {
        app.get(
          "/shown",
          throwing(
            createError(409, "Taken.", {
              headers: { "Retry-After": "5", "Set-Cookie": "upstream=1" },
            }),
          ),
        );
        app.get("/hidden", throwing(createError(503, "db.internal refused")));
      },
      { express },
    );

    const shown = await app.api.get("/shown");
    const hidden = await app.api.get("/hidden");

    expect(problem(shown)).toMatchObject({ status: 409, code: "conflict", detail: "Taken." });
    expect(shown.headers).toMatchObject({ "retry-after": "5" });
    expect(shown.headers).not.toHaveProperty("set-cookie");
    expect(problem(hidden)).toMatchObject({ status: 503, code: "service_unavailable" });
    expect(hidden.text).not.toContain("db.internal");
  });

  it("answers 404 for an unknown path and 405 with Allow for a known one", async () => {
    await using app = await serve(
      (app) => {
        const inner = express.Router();
        inner
          .route("/items/:id")
          .get((_req, res) => void res.send("ok"))
          .delete((_req, res) => void res.send("ok"));
        app.use("/api/v1", inner);
        app.post("/items", (_req, res) => void res.send("ok"));
        app.route("/items").all((_req, _res, next) => next());
        app.get("/passes", (_req, _res, next) => next());
      },
      { express },
    );

    const nested = await app.api.put("/api/v1/items/1");

    expect(problem(await app.api.get("/nope/token_secret"))).toMatchObject({
      status: 404,
      code: "route_not_found",
    });
    expect(problem(nested)).toMatchObject({
      status: 405,
      code: "method_not_allowed",
      allow: ["DELETE", "GET", "HEAD"],
    });
    expect(nested.headers["allow"]).toBe("DELETE, GET, HEAD");
    expect((await app.api.get("/items")).headers["allow"]).toBe("POST");
    expect(problem(await app.api.get("/passes")).status).toBe(404);
  });

  it.each([
    [
      "zod 4",
      z
        .object({
          title: z.string().min(1),
          tags: z.array(z.string().min(2)),
          author: z.object({ email: z.email() }),
        })
        .strict(),
    ],
    [
      "zod 3.25",
      z3
        .object({
          title: z3.string().min(1),
          tags: z3.array(z3.string().min(2)),
          author: z3.object({ email: z3.string().email() }),
        })
        .strict(),
    ],
  ])("names every bad field of a body checked with %s", async (_what, schema) => {
    await using app = await serve(
      (app) => app.post("/", validate({ body: schema }), (req, res) => void res.json(req.body)),
      { express },
    );

    const bad = await app.api
      .post("/")
      .send({ title: "", tags: ["ok", "x"], author: { email: "hunter2" }, password: "hunter2" });
    const missing = await app.api.post("/").send({});

    expect(problem(bad)).toMatchObject({
      status: 400,
      code: "validation_failed",
      detail: "The request has 4 invalid values.",
    });
    expect(bad.body.errors).toEqual([
      {
        in: "body",
        pointer: "#/title",
        code: "too_short",
        detail: "must have at least 1 character",
        params: { minimum: 1 },
      },
      {
        in: "body",
        pointer: "#/tags/1",
        code: "too_short",
        detail: "must have at least 2 characters",
        params: { minimum: 2 },
      },
      {
        in: "body",
        pointer: "#/author/email",
        code: "bad_format",
        detail: "is not a valid email",
        params: { format: "email" },
      },
      { in: "body", pointer: "#/password", code: "unknown_member", detail: "is not allowed" },
    ]);
    expect(bad.text).not.toContain("hunter2");
    expect(missing.body.errors.map((error: { code: string }) => error.code)).toEqual([
      "required",
      "required",
      "required",
    ]);
  });

  it("passes parsed values on, and answers 500 when a schema itself fails", async () => {
    const parsed = z.object({ count: z.coerce.number().default(3) });
    const failing = z.string().refine(async () => {
      throw new Error("ECONNREFUSED secret");
    });
    await using app = await serve(
      (app) => {
        app.post("/parsed", validate({ body: parsed }), (req, res) => void res.json(req.body));
        app.post(
          "/failing",
          validate({ body: z.object({ a: failing }) }),
          (_req, res) => void res.json("passed"),
        );
      },
      { express },
    );

    expect((await app.api.post("/parsed").send({ extra: true })).body).toEqual({ count: 3 });
    expect(problem(await app.api.post("/failing").send({ a: "x" })).status).toBe(500);
  });

  it("caps a hostile body at 50 errors and says how many there are", async () => {
    await using app = await serve(
      (app) =>
        app.post("/", validate({ body: z.array(z.string()) }), (_req, res) => void res.end()),
      { express },
    );

    const response = await app.api.post("/").send(Array.from({ length: 40_000 }, () => 1));

    expect(response.body.errors).toHaveLength(50);
    expect(response.body.errorCount).toBe(40_000);
  });

  it("keeps CORS, cookies and Vary and drops what described the abandoned answer", async () => {
    await using app = await serve(
      (app) =>
        app.get("/", (_req, res, next) => {
          res.set({
            ETag: '"a"',
            "Cache-Control": "public",
            "Content-Disposition": "attachment",
            "Content-Encoding": "gzip",
            "Access-Control-Allow-Origin": "*",
            Vary: "Origin",
          });
          res.cookie("a", "b");
          next(
            new UnauthorizedError('Bearer realm="articles"', "Log in first.", {
              headers: { "X-Bad": "“quoted”\r\nX: y", "X-Good": 1 },
            }),
          );
        }),
      { express },
    );

    const { headers } = await app.api.get("/");

    expect(headers).toMatchObject({
      "access-control-allow-origin": "*",
      vary: "Origin",
      "www-authenticate": 'Bearer realm="articles"',
      "x-good": "1",
    });
    expect(headers["set-cookie"]).toHaveLength(1);
    for (const name of ["etag", "content-disposition", "content-encoding", "x-bad"])
      expect(headers).not.toHaveProperty(name);
  });

  it("reports an error after the answer and leaves the keep-alive socket to the next request", async () => {
    await using app = await serve(
      (app) => {
        app.get(
          "/late",
          asyncHandler(async (_req, res) => {
            res.json("ok");
            throw new Error("late");
          }),
        );
      },
      { express },
    );

    const answers = await raw(
      app.port,
      "GET /late HTTP/1.1\r\nHost: a\r\n\r\n",
      "GET /nope HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
    );

    expect(answers.match(/HTTP\/1\.1 (\d+)/g)).toEqual(["HTTP/1.1 200", "HTTP/1.1 404"]);
    expect(app.records[0]).toMatchObject({ outcome: "late", error: { message: "late" } });
  });

  it("ends a half-sent answer so that the client can tell", async () => {
    await using app = await serve(
      (app) => {
        app.get(
          "/plain",
          asyncHandler(async (_req, res) => {
            res.write("half");
            throw new Error("secret");
          }),
        );
        app.get(
          "/events",
          asyncHandler(async (_req, res) => {
            res.type("text/event-stream").write("data: 1\n\n");
            throw new NotFoundError("Gone.");
          }),
        );
        app.get(
          "/lines",
          asyncHandler(async (_req, res) => {
            res.type("application/x-ndjson").write("1\n");
            throw new NotFoundError("Gone.");
          }),
        );
      },
      { express },
    );

    await expect(app.api.get("/plain")).rejects.toThrow("aborted");
    expect((await app.api.get("/events")).text).toMatch(
      /^data: 1\n\n\nevent: truncated\n\nevent: problem\ndata: \{"type".*\}\n\n$/,
    );
    expect((await app.api.get("/lines").buffer(true).parse(textParser)).body).toMatch(
      /^1\n\n\{"problem":\{"type".*\}\}\n$/,
    );
    expect(app.records[0]).toMatchObject({ outcome: "truncated" });
  });

  it("gives HEAD the head alone, and takes a client's request id and trace", async () => {
    await using app = await serve((app) => app.get("/", throwing(new NotFoundError())), {
      express,
    });

    const head = await app.api.head("/");
    const traced = await app.api.get("/").set({
      "x-request-id": "mine-1",
      traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    });

    expect(head.status).toBe(404);
    expect(head.text ?? "").toBe("");
    expect(problem(traced)).toMatchObject({
      requestId: "mine-1",
      traceId: "4bf92f3577b34da6a3ce929d0e0e4736",
    });
  });

  it("does not take a client that left for a failure", async () => {
    const left = new EventEmitter();
    await using app = await serve(
      (app) =>
        app.get(
          "/",
          asyncHandler(async (_req, res) => {
            await new Promise((resolve) => {
              res.once("close", resolve);
            });
            throw new ConflictError("Nobody reads this.");
          }),
        ),
      { express, onReport: () => left.emit("reported") },
    );
    const request = httpRequest({ port: app.port, host: "127.0.0.1" }).on("error", () => {});

    request.end();
    setTimeout(() => request.destroy(), 50);
    await once(left, "reported");

    expect(app.records[0]).toMatchObject({ level: "debug", status: 499, outcome: "client_gone" });
  });
});

it("keeps the original failure when a mapper, the serializer or a reporter fails", async () => {
  await using app = await serve((app) => app.get("/", throwing(new Error("original"))), {
    mappers: [
      () => {
        throw new Error("mapper");
      },
    ],
    serialize() {
      throw new Error("serializer");
    },
    onReport: async () => {
      throw new Error("hook");
    },
  });

  expect(problem(await app.api.get("/")).status).toBe(500);
  expect(app.records[0]).toMatchObject({
    error: { message: "original" },
    alsoFailed: [{ message: "mapper" }, { message: "serializer" }],
  });
});

it("leaves out members JSON cannot hold and never overwrites its own", async () => {
  const circle: Record<string, unknown> = {};
  circle["self"] = circle;
  await using app = await serve((app) =>
    app.get(
      "/",
      throwing(
        new HttpError(409, "Taken.", {
          extensions: { big: 1n, circle, kept: 1, ...({ status: 200 } as object) },
        }),
      ),
    ),
  );

  const body = problem(await app.api.get("/"));

  expect(body).toMatchObject({ status: 409, kept: 1, detail: "Taken." });
  expect(body).not.toHaveProperty("big");
});

it("answers validation with 422, another base and another envelope where that is asked for", async () => {
  await using app = await serve(
    (app) =>
      app.post("/", validate({ body: z.object({ a: z.string() }) }), (_req, res) => void res.end()),
    {
      validationStatus: 422,
      typeBase: "https://api.example.com/problems/",
      serialize: ({ type, status }) => ({ error: { type, status } }),
    },
  );

  const response = await app.api.post("/").send({});

  expect(response.status).toBe(422);
  expect(JSON.parse(response.text)).toEqual({
    error: { type: "https://api.example.com/problems/validation_failed", status: 422 },
  });
});

it("refuses options it does not know and names them", async () => {
  await expect(serve(() => {}, { mapper: [] } as object)).rejects.toThrow(
    'errorHandler: "mapper" is no option',
  );
  expect(() => asyncHandler(pages as never)).toThrow("pages is a generator");
  expect(() => new HttpError(200)).toThrow("status must be an integer from 400 to 599");
});

it("makes errors that http-errors recognizes and that can be subclassed", () => {
  class ArticleNotFoundError extends NotFoundError {
    get articleId() {
      return "a17";
    }
  }

  const error = new ArticleNotFoundError("No such article.", { cause: "why" });

  expect(error).toBeInstanceOf(ArticleNotFoundError);
  expect(error).toMatchObject({
    name: "ArticleNotFoundError",
    articleId: "a17",
    status: 404,
    statusCode: 404,
    expose: true,
    cause: "why",
  });
  expect(error.stack).toMatch(/^ArticleNotFoundError: No such article\./);
  expect((require("http-errors") as typeof createError).isHttpError(error)).toBe(true);
  expect(new MethodNotAllowedError(["GET"]).headers).toEqual({ Allow: "GET" });
});

async function* pages() {
  yield 1;
}

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

function textParser(response: unknown, done: (error: Error | null, body: string) => void): void {
  const stream = response as NodeJS.ReadableStream;
  let text = "";
  stream.on("data", (chunk: Buffer) => (text += chunk.toString()));
  stream.on("end", () => done(null, text));
}

/** Sends the requests one after the other down one socket; the answers come back as one text. */
async function raw(port: number, ...requests: string[]): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  const closed = once(socket, "close");
  let text = "";
  socket.on("data", (chunk) => (text += chunk.toString()));
  for (const request of requests) {
    socket.write(request);
    await new Promise((resolve) => {
      setTimeout(resolve, 100);
    });
  }
  await closed;
  return text;
}
