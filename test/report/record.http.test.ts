import type { Express, NextFunction, Request, Response } from "express";
import { asyncHandler, ConflictError, HttpError, ValidationError } from "express-backstop";
import { postgres, statusProperty } from "express-backstop/mappers";
import fc from "fast-check";
import createError from "http-errors";
import { describe, expect, it } from "vitest";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";
import { exchange } from "../support/raw-http.ts";
import { throwing } from "../support/throwing.ts";

const size = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

// What costs most as JSON: a backslash and six more bytes for one character.
const dear = "\u202E";
const everything = (whole: string, causes: number): HttpError => {
  const text = whole.slice(0, 3000);
  return new HttpError(500, whole, {
    cause: causes > 0 ? everything(whole, causes - 1) : whole,
    errors: Array.from({ length: 100 }, () => ({
      in: "body" as const,
      pointer: `#/${text}`,
      code: text,
      detail: text,
    })),
    context: Object.fromEntries(
      Array.from({ length: 50 }, (_, index) => [index + text, [text, { text }]]),
    ),
  });
};

describe.each(expresses)("a record, on %s", (_name, express) => {
  it.each([
    ["a megabyte of letters", "x".repeat(1_000_000)],
    ["a megabyte of line breaks", "\n".repeat(1_000_000)],
    ["a megabyte of what turns text around", dear.repeat(300_000)],
    ["a megabyte of emoji", "🐥".repeat(250_000)],
    ["a megabyte of quotes", '"\\'.repeat(500_000)],
  ])("stays below 16 kB with %s in every place", async (_what, text) => {
    const thrown = everything(text, 6);
    const failing = () => {
      throw thrown;
    };
    await using app = await serve((app) => app.get(/^\/x+$/, throwing(thrown)), {
      express,
      mappers: [failing, failing, failing, failing, failing],
      serialize: failing,
    });

    await app.api.get(`/${"x".repeat(5000)}`);

    expect(size(app.records)).toBeLessThan(16 * 1024);
    expect(app.records[0]?.error.message.length).toBeGreaterThan(500);
  });

  it("names the route in which the failure began, in at most 200 characters", async () => {
    const long = `/${"a".repeat(500)}`;
    await using app = await serve(
      (app) => {
        const router = express.Router();
        router.get("/articles/:id", throwing(new ConflictError("Taken.")));
        router.get(long, throwing(new ConflictError("Taken.")));
        app.use("/:tenant", router);
        app.use(
          asyncHandler(
            async (error: unknown, _req: Request, _res: Response, _next: NextFunction) => {
              throw error;
            },
          ),
        );
      },
      { express },
    );

    await app.api.get("/acme/articles/7");
    await app.api.get(`/acme${long}`);

    expect(app.records.map(({ route }) => route)).toEqual([
      "/:tenant/articles/:id",
      `/:tenant/${"a".repeat(191)}`,
    ]);
  });

  it("holds a whole error of common size, its causes and its facts", async () => {
    const cause = new Error("refused", { cause: new TypeError("deep") });
    const context = { articleId: "a17", tries: 3, at: new Date(0), tags: ["a"], big: 1n, no: null };
    const thrown = new HttpError(503, "down", { cause, context });
    await using app = await serve((app) => app.get("/articles/:id", throwing(thrown)), { express });

    await app.api.get("/articles/a17?token=secret");

    expect(app.records).toMatchObject([
      {
        path: "/articles/a17",
        route: "/articles/:id",
        error: {
          name: "HttpError",
          message: "down",
          stack: thrown.stack,
          causes: [
            { name: "Error", message: "refused", stack: cause.stack },
            { name: "TypeError", message: "deep" },
          ],
        },
        context: {
          articleId: "a17",
          tries: 3,
          at: "1970-01-01T00:00:00.000Z",
          tags: ["a"],
          big: "1",
          no: null,
        },
      },
    ]);
  });

  it("is plain data whatever the facts are", async () => {
    const row = Array.from({ length: 100 }, () => Array.from({ length: 100 }, () => true));
    const circle: Record<string, unknown> = {};
    circle["self"] = circle;
    const context = {
      circle,
      error: new Error("inner"),
      fails: Object.defineProperty({}, "x", { enumerable: true, get: fail }),
      proxy: revoked(),
      wide: Array.from({ length: 10_000 }, () => row),
    };
    await using app = await serve(
      (app) => app.get("/", throwing(new ConflictError("Taken.", { context }))),
      { express },
    );

    await app.api.get("/");

    const [record] = app.records;
    expect(record?.context).toMatchObject({
      circle: { self: { self: { self: "…" } } },
      error: "Error: inner",
      fails: { x: "(not readable)" },
      proxy: "(not readable)",
    });
    expect(JSON.parse(JSON.stringify(record))).toEqual(record);
    expect(size(record)).toBeLessThan(16 * 1024);
  });

  it("escapes what could forge a line, drive a terminal or turn the text around", async () => {
    const evil = "a\n2026 500\r\u001B[2J\u0085\u009B\u2028\u2029\u202E\u2066\u200F\u061C\uD800é🐥";
    const thrown = Object.assign(new Error(evil, { cause: evil }), { name: evil, code: evil });
    await using app = await serve((app) => app.get(/./, throwing(thrown)), { express });

    await app.api.get("/a");

    const [record] = app.records;
    expect(record?.error.message).toBe(
      "a\\x0a2026 500\\x0d\\x1b[2J\\x85\\x9b\\u2028\\u2029\\u202e\\u2066\\u200f\\u061c\\ud800é🐥",
    );
    // The lines of a stack are what it is made of.
    expect(record?.error.stack).toContain("\n    at ");
    const unsafe = /(?!\n)[\p{Cc}\p{Cs}\u2028\u2029\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u;
    const texts = JSON.stringify(record, (_key, value: unknown) =>
      typeof value === "string" && unsafe.test(value) ? "UNSAFE" : value,
    );
    expect(texts).not.toContain("UNSAFE");
  });

  // fault: foreign-4xx-record
  it.each<[string, unknown, object]>([
    [
      "an error that http-errors decorated",
      createError(401, new Error("jwt expired", { cause: new Error("clock") })),
      { name: "Error", message: "jwt expired", causes: [{ message: "clock" }] },
    ],
    [
      "an error of http-errors that is not exposed",
      createError(403, "no scope admin", { expose: false }),
      { name: "ForbiddenError", message: "no scope admin" },
    ],
    [
      "an error with a status",
      Object.assign(new Error("no such row", { cause: "why" }), { status: 404, code: "E_ROW" }),
      { message: "no such row", code: "E_ROW", causes: [{ message: "why" }] },
    ],
    [
      "an error that a mapper maps",
      new TypeError("quota of team 7"),
      { name: "TypeError", message: "quota of team 7" },
    ],
    [
      "an error for which a mapper gives another cause",
      new RangeError("values: secret"),
      { name: "Error", message: "the safe part" },
    ],
  ])("has the words and the causes of %s, and its context", async (_what, thrown, error) => {
    const context = { limit: 5 };
    await using app = await serve((app) => app.get("/", throwing(thrown)), {
      express,
      mappers: [
        (foreign) =>
          foreign instanceof TypeError ? new ConflictError("No.", { context }) : undefined,
        (foreign) =>
          foreign instanceof RangeError
            ? new ConflictError("No.", { cause: new Error("the safe part"), context })
            : undefined,
        statusProperty(),
      ],
    });

    const { text } = await app.api.get("/");

    const [record] = app.records;
    expect(record).toMatchObject({ level: "info", error });
    expect(record?.error.stack).toBeUndefined();
    expect(JSON.stringify(record) + text).not.toContain("secret");
    const isMapped = thrown instanceof TypeError || thrown instanceof RangeError;
    expect(record?.context).toEqual(isMapped ? context : undefined);
  });

  it("has the words of the app's own verify function", async () => {
    await using app = await serve(
      (app) => {
        app.use(
          express.text({
            verify: () => {
              throw Object.assign(new Error("bad signature"), { status: 401 });
            },
          }),
        );
      },
      { express },
    );

    const { text } = await app.api.post("/").type("text").send("secret");

    expect(app.records).toMatchObject([{ status: 401, error: { message: "bad signature" } }]);
    expect(text).not.toContain("bad signature");
  });

  it.each<[string, (app: Express) => unknown]>([
    ["a body parser", () => {}],
    [
      "JSON.parse in a handler",
      (app) =>
        app.use(express.text({ type: "*/*" })).use((req) => {
          try {
            JSON.parse("secret");
          } catch (error) {
            throw req.headers["x-mapped"]
              ? Object.assign(error as Error, { status: 400 })
              : createError(400, error as Error);
          }
        }),
    ],
    [
      "a database, about a value",
      (app) => app.use(throwing(new EvalError('invalid input syntax for type uuid: "secret"'))),
    ],
  ])("does not quote the request where %s does", async (_what, mount) => {
    await using app = await serve(mount, {
      express,
      mappers: [
        (foreign) =>
          foreign instanceof EvalError ? new ValidationError([], { cause: foreign }) : undefined,
        statusProperty(),
      ],
    });

    await app.api.post("/").type("json").send("secret");
    await app.api.post("/").type("json").set("x-mapped", "1").send("secret");

    expect(app.records).toMatchObject([{ status: 400 }, { status: 400 }]);
    expect(JSON.stringify(app.records)).not.toContain("secret");
  });

  it("has the constraint of a mapped conflict, and the field that the body lacks", async () => {
    const driver = Object.assign(new Error("duplicate key value"), {
      name: "error",
      code: "23505",
      severity: "ERROR",
      constraint: "users_email_key",
      detail: "Key (email)=(secret) already exists.",
    });
    // As a query builder wraps it.
    const thrown = new Error("Failed query: insert … params: secret", { cause: driver });
    await using app = await serve((app) => app.post("/", throwing(thrown)), {
      express,
      mappers: [postgres({ constraints: { users_email_key: { field: "mail" } } })],
    });

    await app.api.post("/").send({ user: { email: "secret" } });

    expect(app.records).toMatchObject([
      {
        status: 409,
        error: { name: "error", message: "duplicate key value", code: "23505" },
        context: { constraint: "users_email_key", fieldNotFound: "mail" },
      },
    ]);
    expect(JSON.stringify(app.records)).not.toContain("secret");
  });

  it("has no credentials of a request target in absolute form", async () => {
    await using app = await serve((app) => app.get("/x", throwing(new ConflictError("No."))), {
      express,
    });

    await exchange(
      app.port,
      "GET http://user:secret@host/x?q=secret HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
    );

    expect(app.records).toMatchObject([{ path: "/x" }]);
    expect(JSON.stringify(app.records)).not.toContain("secret");
  });

  // fault: assigned-members
  it.each([["x".repeat(20_000)], ["conflict\n2026 forged"], ["No"], [""]])(
    "is bounded and escaped when members are assigned after the error was made",
    async (text) => {
      const field = { in: text, pointer: "#/a", code: "bad", detail: "is bad" };
      const error = new ConflictError("No.", {
        errors: Array.from({ length: 50 }, () => field) as never,
      });
      Object.assign(error, { code: text });
      await using app = await serve((app) => app.get("/", throwing(error)), { express });

      const { body } = await app.api.get("/");

      expect(body.code).toBe("conflict");
      expect(app.records).toMatchObject([{ code: "conflict", fields: [] }]);
      expect(size(app.records)).toBeLessThan(4000);
    },
  );

  it("contains no own properties, headers or bodies", async () => {
    const thrown = Object.assign(new Error("the words"), {
      config: { headers: { authorization: "secret" } },
      response: { data: "secret" },
      body: "secret",
      query: "select secret",
      parameters: ["secret"],
      toJSON: () => "secret",
    });
    await using app = await serve((app) => app.post("/", throwing(thrown)), { express });

    await app.api
      .post("/?q=secret")
      .set({ authorization: "secret", cookie: "secret=1", "x-other": "secret" })
      .send({ password: "secret" });

    expect(app.records[0]?.error.message).toBe("the words");
    expect(JSON.stringify(app.records)).not.toContain("secret");
  });

  it("survives malformed fields of a handler", async () => {
    const errors = [undefined, "x", { in: "body", pointer: 7, code: "a" }, { pointer: "#" }];
    const sound = { in: "body", pointer: "#/a", code: "bad", detail: "is bad" };
    await using app = await serve(
      (app) => {
        app.get("/", throwing(new HttpError(400, "Bad.", { errors: [...errors, sound] as never })));
        app.get("/text", throwing(new HttpError(400, "Bad.", { errors: "x" as never })));
      },
      { express },
    );

    await app.api.get("/");
    await app.api.get("/text");

    expect(app.records).toMatchObject([
      { fields: [{ in: "body", pointer: "#/a", code: "bad" }] },
      { status: 400 },
    ]);
  });

  it.each<[string, string, boolean]>([
    ["letters, digits, dot, dash and underscore", "aZ_9.-", true],
    ["128 characters", "a".repeat(128), true],
    ["129 characters", "a".repeat(129), false],
    ["nothing", "", false],
    ["a space", "a b", false],
    ["a quote", 'a"b', false],
    ["markup", "<b>", false],
    ["an escape sequence's rest", "a[2J", false],
    ["a letter beyond ASCII", "é", false],
    ["two ids", "a, b", false],
  ])("takes a client's request id of %s only if it is harmless", async (_what, id, taken) => {
    await using app = await serve((app) => app.get("/", throwing(new ConflictError())), {
      express,
    });

    const { headers } = await app.api.get("/").set("x-request-id", id);

    const [record] = app.records;
    expect(headers["x-request-id"]).toBe(record?.requestId);
    expect(record?.requestId === id).toBe(taken);
    expect(record?.requestId).toMatch(/^[\w.-]{1,128}$/);
  });
});

it("is JSON of less than 16 kB for anything that is thrown", async () => {
  let thrown: unknown;
  await using app = await serve((app) =>
    app.get(
      "/",
      asyncHandler(() => Promise.reject(thrown)),
    ),
  );

  await fc.assert(
    fc.asyncProperty(
      fc.record({
        message: fc.string({ unit: "binary", maxLength: 20_000 }),
        context: fc.object({ maxDepth: 6, maxKeys: 50, withBigInt: true, withNullPrototype: true }),
        cause: fc.anything(),
      }),
      async ({ message, context, cause }) => {
        thrown = new HttpError(500, message, { context, cause });

        await app.api.get("/");

        const record = app.records.pop();
        expect(size(record)).toBeLessThan(16 * 1024);
      },
    ),
    { numRuns: 100 },
  );
});

function fail(): never {
  throw new Error("no");
}

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}
