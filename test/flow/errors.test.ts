import { EventEmitter, once } from "node:events";
import { request as httpRequest } from "node:http";
import { createRequire } from "node:module";
import { connect } from "node:net";
import {
  type FailureRecord,
  asyncHandler,
  callbackHandler,
  ConflictError,
  errorHandler,
  HttpError,
  MethodNotAllowedError,
  NotFoundError,
  validate,
} from "express-backstop";
import type createError from "http-errors";
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

  // fault: callback-twice
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

  // fault: no-route
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

  // fault: several-fields
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

  // fault: client-ids
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
    const reported: FailureRecord[] = [];
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
      { express, reporter: (record) => void (reported.push(record), left.emit("reported")) },
    );
    const request = httpRequest({ port: app.port, host: "127.0.0.1" }).on("error", () => {});

    request.end();
    setTimeout(() => request.destroy(), 50);
    await once(left, "reported");

    expect(reported[0]).toMatchObject({ level: "debug", status: 499, outcome: "client_gone" });
  });
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

// fault: generator
it("refuses options it does not know and names them", async () => {
  await expect(serve(() => {}, { mapper: [] } as object)).rejects.toThrow(
    'errorHandler: unknown option "mapper". Write one of mappers, typeBase,',
  );
  await expect(serve(() => {}, { constructor: 1 } as object)).rejects.toThrow(
    'errorHandler: unknown option "constructor"',
  );
  await expect(serve(() => {}, { debug: 1 } as object)).rejects.toThrow(
    "errorHandler: debug must be true or false, got 1.",
  );
  expect(() => errorHandler([] as object)).toThrow(
    "errorHandler: options must be an object, got an array. It may have mappers, typeBase,",
  );
  expect(() => asyncHandler(pages as never)).toThrow("pages is a generator");
  expect(() => new HttpError(200)).toThrow("status must be an integer from 400 to 599");
});

// fault: subclass
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
