import { createServer, type RequestListener } from "node:http";
import { createServer as createTcpServer, type AddressInfo } from "node:net";
import { PGlite } from "@electric-sql/pglite";
import express, { type Request } from "express";
import { asyncHandler, defineErrors, errorHandler } from "express-backstop";
import { postgres, type PostgresMapperOptions } from "express-backstop/mappers/postgres";
import { Client, Pool } from "pg";
import request, { type Test } from "supertest";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { postgresServer } from "../support/postgres.ts";

type Query = (req: Request) => Promise<unknown>;

/** Splits a connection URL into the options of pg. */
function parts(url: string | undefined) {
  const { hostname, port, pathname } = new URL(url ?? "postgres://localhost");
  return { host: hostname, port: Number(port || 5432), database: pathname.slice(1) };
}

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

function wrappedDeep(depth: number): Error {
  if (depth === 0) return new Error("Connection terminated");
  return new Error("wrapped", { cause: wrappedDeep(depth - 1) });
}

function socketError(code: string, syscall: string): Error {
  return Object.assign(new Error(`${syscall} ${code}`), { code, syscall, errno: -1 });
}

/** As postgres.js 3.4 makes it. */
function connectionError(code: string): Error {
  return Object.assign(new Error(`write ${code} 10.0.0.7:5432`), { code, errno: code });
}

/** Sends one request to an app of one route, which runs the query. */
async function answer(
  query: Query,
  send: (api: ReturnType<typeof request>) => Test,
  options?: PostgresMapperOptions,
) {
  const app = express();
  app.use(express.json());
  app.all(
    "/articles{/:id}",
    asyncHandler(async (req, res) => {
      await query(req);
      res.sendStatus(204);
    }),
  );
  app.use(errorHandler({ mappers: [postgres(options)], reporter: false }));
  const server = createServer(app as RequestListener);
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  try {
    return await send(request(server));
  } finally {
    await new Promise((resolve) => void server.close(resolve));
  }
}

const post = (body: object) => (api: ReturnType<typeof request>) =>
  api.post("/articles").send(body);

describe("postgres() on PGlite", () => {
  const db = new PGlite();

  beforeAll(async () => {
    await db.exec(`
      create table authors (id int primary key);
      create table articles (
        id serial primary key,
        title text constraint article_title_unique unique,
        author_id int references authors (id),
        "pageSlug" text unique,
        meta jsonb
      );
      create table reviews (author_id int references authors (id) on delete restrict);
      insert into authors values (1), (2);
      insert into articles (title, author_id, "pageSlug") values ('kept-secret', 1, 'kept-slug');
      insert into reviews values (2);
    `);
  });

  afterAll(() => db.close());

  const insert: Query = ({ body }) =>
    db.query("insert into articles (title, author_id) values ($1, $2)", [
      body.title ?? "kept-secret",
      body.authorId,
    ]);

  it("responds to a title that exists with 409 and points at the title", async () => {
    const response = await answer(insert, post({ title: "kept-secret" }));

    expect(response.status).toBe(409);
    expect(response.body).toMatchObject({
      code: "duplicate",
      title: "Already exists",
      errors: [{ in: "body", pointer: "#/title", code: "duplicate", detail: "is already in use" }],
    });
    expect(response.text).not.toMatch(/kept-secret|article_title_unique|insert into/);
  });

  it("names no field when the client sent no part of the key", async () => {
    const response = await answer(insert, post({ name: "x" }));

    expect(response.status).toBe(409);
    expect(response.body.errors).toBeUndefined();
  });

  it("keeps a 500 for a conflict in a GET, because the client sent no values", async () => {
    const response = await answer(insert, (api) => api.get("/articles"));

    expect(response.status).toBe(500);
    expect(response.body.code).toBe("internal_error");
    expect(response.text).not.toContain("kept-secret");
  });

  it("finds a quoted column in the body in snake case or camel case", async () => {
    const response = await answer(
      ({ body }) => db.query(`insert into articles ("pageSlug") values ($1)`, [body.page_slug]),
      post({ page_slug: "kept-slug" }),
    );

    expect(response.body.errors).toMatchObject([{ pointer: "#/page_slug" }]);
  });

  it("names the reference to a missing row", async () => {
    const response = await answer(insert, post({ title: "a", authorId: 77_123 }));

    expect(response.status).toBe(409);
    expect(response.body).toMatchObject({
      code: "reference_missing",
      errors: [{ pointer: "#/authorId", code: "reference_missing", detail: "does not exist" }],
    });
    expect(response.text).not.toMatch(/77123|author_id|authors/);
  });

  it.each([
    ["without an action", 1],
    ["with on delete restrict", 2],
  ])("says that a row is still referenced by a key %s", async (_how, id) => {
    const response = await answer(
      () => db.query("delete from authors where id = $1", [id]),
      (api) => api.delete(`/articles/${id}`),
    );

    expect(response.status).toBe(409);
    expect(response.body.code).toBe("still_referenced");
    expect(response.body.errors).toBeUndefined();
    expect(response.text).not.toMatch(/authors|articles_|reviews/);
  });

  it("uses the configured texts of a constraint", async () => {
    const response = await answer(insert, post({ headline: "x" }), {
      constraints: {
        article_title_unique: {
          code: "headline_taken",
          title: "Headline taken",
          detail: "Choose another headline.",
          field: "headline",
        },
      },
    });

    expect(response.status).toBe(409);
    expect(response.body).toMatchObject({
      code: "headline_taken",
      title: "Headline taken",
      detail: "Choose another headline.",
      errors: [{ in: "body", pointer: "#/headline", code: "duplicate" }],
    });
  });

  it("responds to a configured constraint with a declared error", async () => {
    const { headline_taken } = defineErrors({
      headline_taken: { status: 422, title: "Headline taken", detail: "Choose another headline." },
    });
    const response = await answer(insert, post({ headline: "x" }), {
      constraints: { article_title_unique: { error: headline_taken, field: "headline" } },
    });

    expect(response.status).toBe(422);
    expect(response.body).toMatchObject({
      code: "headline_taken",
      title: "Headline taken",
      detail: "Choose another headline.",
      errors: [{ in: "body", pointer: "#/headline", code: "duplicate" }],
    });
  });

  it("responds with 409 when an exclusion constraint is violated", async () => {
    await db.exec(`
      create table bookings (during int4range, exclude using gist (during with &&));
      insert into bookings values ('[1,5)');
    `);
    const book: Query = ({ body }) =>
      db.query("insert into bookings values ($1)", [body.booking.during]);

    const response = await answer(book, post({ booking: { during: "[2,3)" } }));

    expect(response.status).toBe(409);
    expect(response.body).toMatchObject({
      code: "conflict",
      title: "Conflict",
      detail: "The request conflicts with an existing entry.",
      errors: [
        {
          pointer: "#/booking/during",
          code: "conflict",
          detail: "conflicts with an existing entry",
        },
      ],
    });
    expect(response.text).not.toContain("bookings");
  });

  const find: Query = (req) =>
    db.query("select $1::text::uuid", [
      req.params["id"] ?? req.query["ref"] ?? req.body?.["a/b"]?.[0]?.["c~ d"],
    ]);

  it.each<[string, (api: ReturnType<typeof request>) => Test, object]>([
    ["path", (api) => api.get("/articles/not%20it"), { in: "params", pointer: "#/id" }],
    ["query", (api) => api.get("/articles?ref=not+it"), { in: "query", pointer: "#/ref" }],
    ["body", post({ "a/b": [{ "c~ d": "not it" }] }), { in: "body", pointer: "#/a~1b/0/c~0%20d" }],
  ])("finds the malformed id in the %s of the request", async (_part, send, place) => {
    const response = await answer(find, send);

    expect(response.status).toBe(400);
    expect(response.body).toMatchObject({
      code: "validation_failed",
      title: "Validation failed",
      errors: [{ ...place, code: "bad_format", detail: "is not a valid UUID" }],
    });
    expect(response.text).not.toContain("not it");
  });

  it("keeps a 500 for a malformed value that the client did not send", async () => {
    const response = await answer(
      () => db.query("select $1::text::uuid", ["of the server"]),
      post({ id: "of the client" }),
    );

    expect(response.status).toBe(500);
    expect(response.text).not.toContain("of the server");
  });

  it("distinguishes a malformed date from a malformed UUID", async () => {
    const response = await answer(
      ({ body }) => db.query("select $1::text::date", [body.day]),
      post({ day: "someday" }),
    );

    expect(response.body.errors).toMatchObject([
      { pointer: "#/day", detail: "is not a valid date" },
    ]);
  });

  it("does not reveal the name of an enum", async () => {
    await db.exec("create type secret_mood as enum ('calm')");

    const response = await answer(
      ({ body }) => db.query("select $1::text::secret_mood", [body.mood]),
      post({ mood: "wild" }),
    );

    expect(response.body.errors).toMatchObject([{ pointer: "#/mood", detail: "is not valid" }]);
    expect(response.text).not.toContain("secret_mood");
  });

  const storeNul: Query = () => db.query(`select '{"a":"\\u0000"}'::jsonb`);

  it("responds to \\u0000 in stored JSON with 400 when the client sent it, and with 500 otherwise", async () => {
    const sent = await answer(storeNul, post({ a: "x\0y" }));
    const notSent = await answer(storeNul, post({ a: "xy" }));

    expect(sent.status).toBe(400);
    expect(sent.body.errors).toMatchObject([{ pointer: "#/a", detail: "has a NUL character" }]);
    expect(notSent.status).toBe(500);
  });

  const wrapped: Query = async (req) => {
    const cause: unknown = await insert(req).catch((error: unknown) => error);
    const wrapper = new Error("Failed query: insert into articles", {
      cause: { original: cause },
    });
    Object.defineProperty(wrapper, "driverError", {
      get() {
        throw new Error("no");
      },
    });
    Object.assign(wrapper, { original: wrapper });
    throw wrapper;
  };

  it("looks through the wrappers of query builders, cycles and getters that throw", async () => {
    const response = await answer(wrapped, post({ title: "kept-secret" }));

    expect(response.status).toBe(409);
    expect(response.text).not.toContain("insert into");
  });

  it("keeps a 500 for a mistake in the SQL", async () => {
    const response = await answer(() => db.query("select * from nowhere_at_all"), post({}));

    expect(response.status).toBe(500);
    expect(response.text).not.toContain("nowhere_at_all");
  });
});

const url = await postgresServer();
const reason = url === undefined ? " (skipped: no PostgreSQL server; set TEST_DATABASE_URL)" : "";

describe.skipIf(url === undefined)(`postgres() on PostgreSQL through pg${reason}`, () => {
  const table = `backstop_${process.pid}_${Date.now()}`;
  const pool = new Pool({ connectionString: url });

  beforeAll(async () => {
    await pool.query(`create table ${table} (id int primary key, title text unique)`);
    await pool.query(`insert into ${table} values (1, 'kept-secret'), (2, 'other')`);
  });

  afterAll(async () => {
    await pool.query(`drop table ${table}`);
    await pool.end();
  });

  /** Runs statements on a client of their own. */
  const alone =
    (run: (client: Client) => Promise<unknown>, config: object = {}): Query =>
    async () => {
      const client = new Client({ connectionString: url, ...config });
      client.on("error", () => {});
      await client.connect();
      try {
        await run(client);
      } finally {
        await client.end().catch(() => {});
      }
    };

  /** Checks that the server sent the error that the test is about. */
  const seen =
    (code: string, query: Query): Query =>
    (req) =>
      query(req).catch((error: unknown) => {
        expect(error).toMatchObject({ code });
        throw error;
      });

  it("responds to a title that exists with 409", async () => {
    const query: Query = ({ body }) =>
      pool.query(`insert into ${table} values (3, $1)`, [body.title]);

    const response = await answer(query, post({ title: "kept-secret" }));

    expect(response.status).toBe(409);
    expect(response.body.errors).toMatchObject([{ pointer: "#/title", code: "duplicate" }]);
    expect(response.text).not.toContain("kept-secret");
    expect(response.text).not.toContain(table);
  });

  it("responds to a NUL byte in the path with 400", async () => {
    const response = await answer(
      (req) => pool.query("select $1::text", [req.params["id"]]),
      (api) => api.get("/articles/a%00b"),
    );

    expect(response.status).toBe(400);
    expect(response.body.errors).toMatchObject([{ in: "params", detail: "has a NUL character" }]);
  });

  it("responds with 503 when the server ends the connection in the middle of a query", async () => {
    const query = alone(async (client) => {
      const { rows } = await client.query("select pg_backend_pid() as pid");
      const sleeping = client.query("select pg_sleep(20)");
      const [outcome] = await Promise.allSettled([
        sleeping,
        pool.query("select pg_terminate_backend($1)", [rows[0].pid]),
      ]);
      if (outcome.status === "fulfilled") return;
      expect(outcome.reason).toMatchObject({ code: "57P01" });
      throw outcome.reason;
    });

    const response = await answer(query, (api) => api.get("/articles"));

    expect(response.status).toBe(503);
    expect(response.headers["retry-after"]).toBe("5");
    expect(response.body).toMatchObject({
      code: "service_unavailable",
      detail: "The database is not available right now. Try again later.",
    });
    expect(response.text).not.toMatch(/terminat|administrator|57P01/);
  });

  it.each<[string, object, string, boolean]>([
    ["the server's statement timeout", { statement_timeout: 30 }, "57014", false],
    ["pg's own query timeout", { query_timeout: 30 }, "Query read timeout", true],
  ])("responds with 504 after %s", async (_which, config, secret, mayHaveChanged) => {
    const query = alone((client) => client.query("select pg_sleep(0.5)"), config);

    const response = await answer(query, (api) => api.get("/articles"));

    expect(response.status).toBe(504);
    expect(response.body.code).toBe("gateway_timeout");
    expect(response.text.includes("A change may have been made")).toBe(mayHaveChanged);
    expect(response.headers["retry-after"]).toBeUndefined();
    expect(response.text).not.toContain(secret);
  });

  it("asks the client to come back in a second when a row is locked", async () => {
    const holder = await pool.connect();
    await holder.query(`begin; select * from ${table} where id = 1 for update`);

    const response = await answer(
      () => pool.query(`select * from ${table} where id = 1 for update nowait`),
      post({}),
    );
    await holder.query("rollback");
    holder.release();

    expect(response.status).toBe(503);
    expect(response.headers["retry-after"]).toBe("1");
    expect(response.text).not.toContain(table);
  });

  it("asks the client to come back in a second after a serialization failure", async () => {
    const query = alone(async (client) => {
      await client.query("begin isolation level repeatable read");
      await client.query(`select * from ${table}`);
      await pool.query(`update ${table} set title = 'newer' where id = 2`);
      await client.query(`update ${table} set title = 'mine' where id = 2`);
    });

    const response = await answer(seen("40001", query), (api) => api.put("/articles/2").send({}));

    expect(response.status).toBe(503);
    expect(response.headers["retry-after"]).toBe("1");
    expect(response.body.detail).toBe("The database is busy right now. Try again in a moment.");
    expect(response.text).not.toMatch(/serialize|concurrent|40001/);
  });

  it("asks the client to come back in a second after a deadlock", async () => {
    const lock = (client: Client, id: number) =>
      client.query(`update ${table} set title = title where id = ${id}`);
    const query = alone((one) =>
      alone(async (two) => {
        await one.query("set deadlock_timeout = '50ms'; begin");
        await two.query("set deadlock_timeout = '10s'; begin");
        await Promise.all([lock(one, 1), lock(two, 2)]);
        const waiting = lock(two, 1);
        try {
          await lock(one, 2);
        } finally {
          await one.query("rollback");
          await waiting;
        }
      })(undefined as never),
    );

    const response = await answer(seen("40P01", query), post({}));

    expect(response.status).toBe(503);
    expect(response.headers["retry-after"]).toBe("1");
    expect(response.text).not.toMatch(/deadlock|Process|40P01/);
  });

  it("asks the client to come back in two seconds when the server takes no more connections", async () => {
    const role = `${table}_crowded`;
    await pool.query(`create role ${role} login connection limit 0`);

    const response = await answer(
      seen(
        "53300",
        alone(async () => {}, { connectionString: undefined, ...parts(url), user: role }),
      ),
      (api) => api.get("/articles"),
    );
    await pool.query(`drop role ${role}`);

    expect(response.status).toBe(503);
    expect(response.headers["retry-after"]).toBe("2");
    expect(response.text).not.toMatch(/connections|role|crowded|53300/);
  });

  it("distinguishes a missing reference from a row that is still referenced, whatever the names are", async () => {
    await pool.query(`create table ${table}_child (parent_id int references ${table} (id))`);
    await pool.query(`insert into ${table}_child values (1)`);

    const missing = await answer(
      ({ body }) => pool.query(`insert into ${table}_child values ($1)`, [body.parentId]),
      post({ parentId: 99 }),
    );
    const used = await answer(
      () => pool.query(`delete from ${table} where id = 1`),
      (api) => api.delete("/articles/1"),
    );
    await pool.query(`drop table ${table}_child`);

    expect(missing.body).toMatchObject({
      code: "reference_missing",
      errors: [{ pointer: "#/parentId" }],
    });
    expect(used.body.code).toBe("still_referenced");
    expect(missing.text + used.text).not.toContain(table);
  });

  it.each([["de_DE.UTF-8"], ["fr_FR.UTF-8"], ["ja_JP.UTF-8"], ["C"]])(
    "finds a malformed id when the server speaks %s, where it can",
    async (language) => {
      const query: Query = async (req) =>
        alone(async (client) => {
          // A server without the locale stays with its own language, in which the same holds.
          await client.query(`set lc_messages = '${language}'`).catch(() => {});
          await client.query("select $1::text::uuid", [req.params["id"]]);
        })(req);

      const response = await answer(seen("22P02", query), (api) => api.get("/articles/not%20it"));

      expect(response.status).toBe(400);
      expect(response.body.errors).toEqual([
        { in: "params", pointer: "#/id", code: "bad_format", detail: "is not a valid UUID" },
      ]);
    },
  );

  it("responds with 503 when the transaction is read-only", async () => {
    const query = alone(async (client) => {
      await client.query("begin read only");
      await client.query(`delete from ${table}`);
    });

    const response = await answer(query, (api) => api.delete("/articles/1"));

    expect(response.status).toBe(503);
    expect(response.headers["retry-after"]).toBe("5");
    expect(response.text).not.toContain("read-only");
  });

  it("keeps a 500 for a database that does not exist", async () => {
    const query = alone(async () => {}, { connectionString: `${url}_missing` });

    const response = await answer(query, (api) => api.get("/articles"));

    expect(response.status).toBe(500);
    expect(response.text).not.toContain("_missing");
  });
});

describe("postgres() without a server", () => {
  it("responds to a refused connection with 503, and reveals neither user nor host", async () => {
    const probe = createTcpServer();
    await new Promise<void>((resolve) => void probe.listen(0, "127.0.0.1", resolve));
    const { port } = probe.address() as AddressInfo;
    await new Promise((resolve) => void probe.close(resolve));

    const response = await answer(
      () => new Client({ host: "127.0.0.1", port }).connect(),
      (api) => api.get("/articles"),
    );
    const other = await answer(
      () => fetch(`http://127.0.0.1:${port}/`),
      (api) => api.get("/articles"),
    );

    expect(response.status).toBe(503);
    expect(other.body).toEqual({ ...response.body, requestId: other.body.requestId });
    expect(response.body.detail).toBe(
      "A service this one depends on is not available right now. Try again later.",
    );
    expect(response.headers["retry-after"]).toBe("5");
    expect(response.text).not.toMatch(/127\.0\.0\.1|ECONNREFUSED/);
    expect(response.text).not.toContain(String(port));
  });

  it("responds with 503 when a server accepts the connection and drops it", async () => {
    const dropping = createTcpServer((socket) => {
      socket.once("data", () => socket.end());
    });
    await new Promise<void>((resolve) => void dropping.listen(0, "127.0.0.1", resolve));
    const { port } = dropping.address() as AddressInfo;

    const response = await answer(
      () => new Client({ host: "127.0.0.1", port }).connect(),
      (api) => api.get("/articles"),
    );
    await new Promise((resolve) => void dropping.close(resolve));

    expect(response.status).toBe(503);
    expect(response.text).not.toContain("terminated");
  });

  // As the translations of PostgreSQL 15 say it.
  it.each([
    ["German", "ungültige Eingabesyntax für Typ uuid: »not it«"],
    ["Spanish", "la sintaxis de entrada no es válida para tipo uuid: «not it»"],
    ["French", "syntaxe en entrée invalide pour le type uuid : « not it »"],
    ["Italian", 'sintassi di input non valida per il tipo uuid: "not it"'],
    ["Japanese", '"uuid"型の入力構文が不正です: "not it"'],
    ["Georgian", 'არასწორი შეყვანის სინტაქსი ტიპისთვის uuid: "not it"'],
    ["Korean", 'uuid 자료형 대한 잘못된 입력: "not it"'],
    ["Russian", 'неверный синтаксис для типа uuid: "not it"'],
    ["Swedish", 'ogiltig indatasyntax för type uuid: "not it"'],
    ["Ukrainian", 'неприпустимий синтаксис для типу uuid: "not it"'],
    ["Chinese", '类型 uuid 的输入语法无效: "not it"'],
    ["English", 'invalid input syntax for type uuid: "not it"'],
  ])("finds the malformed id when the server reports it in %s", async (_language, message) => {
    const thrown = Object.assign(new Error(message), { code: "22P02", routine: "string_to_uuid" });

    const sent = await answer(() => Promise.reject(thrown), post({ no: "not", id: "not it" }));
    const notSent = await answer(() => Promise.reject(thrown), post({ id: "it", no: "uuid" }));

    expect(sent.body.errors).toEqual([
      { in: "body", pointer: "#/id", code: "bad_format", detail: "is not a valid UUID" },
    ]);
    expect(notSent.status).toBe(500);
  });

  it("does not read a type from the value", async () => {
    const message = 'invalid input value for enum mood: "date"';
    const thrown = Object.assign(new Error(message), { code: "22P02", routine: "enum_in" });

    const response = await answer(() => Promise.reject(thrown), post({ mood: "date" }));

    expect(response.body.errors).toMatchObject([{ pointer: "#/mood", detail: "is not valid" }]);
  });

  it.each([
    [
      "German",
      "Einfügen oder Aktualisieren in Tabelle »a« verletzt Fremdschlüssel-Constraint »b«",
      "Aktualisieren oder Löschen in Tabelle »a« verletzt Fremdschlüssel-Constraint »b« von Tabelle »c«",
    ],
    [
      "Japanese",
      'テーブル"a"への挿入、更新は外部キー制約"b"に違反しています',
      'テーブル"a"の更新または削除は、テーブル"c"の外部キー制約"b"に違反します',
    ],
  ])("distinguishes the two ends of a foreign key in %s", async (_language, missing, used) => {
    const detail = "Schlüssel (author_id)=(7) …";
    const violation = (message: string): Query => {
      const error = Object.assign(new Error(message), { code: "23503", severity: "E", detail });
      return () => Promise.reject(error);
    };

    const one = await answer(violation(missing), post({ authorId: 7 }));
    const other = await answer(violation(used), post({ authorId: 7 }));

    expect(one.body).toMatchObject({
      code: "reference_missing",
      errors: [{ pointer: "#/authorId" }],
    });
    expect(other.body.code).toBe("still_referenced");
  });

  it.each<[string, unknown]>([
    ["a file that is missing", Object.assign(new Error("x"), { code: "ENOENT", syscall: "open" })],
    ["an error that borrows a SQLSTATE", Object.assign(new Error("x"), { code: "23505" })],
    [
      "five capitals of the system",
      Object.assign(new Error("x"), { code: "EPERM", severity: "E" }),
    ],
    ["a text", "Connection terminated"],
    ["a revoked proxy", revoked()],
    ["an error whose errors cannot be read", { errors: revoked() }],
    ["a fault seven wrappers down", wrappedDeep(7)],
  ])("ignores %s", async (_what, thrown) => {
    const response = await answer(async () => {
      throw thrown;
    }, post({}));

    expect(response.status).toBe(500);
  });

  it.each([
    ["CONNECTION_CLOSED"],
    ["CONNECTION_ENDED"],
    ["CONNECTION_DESTROYED"],
    ["CONNECT_TIMEOUT"],
  ])("responds with 503 when postgres.js fails with %s", async (code) => {
    // As postgres.js 3.4 makes it.
    const members = { code, errno: code, address: "10.0.0.7", port: 5432 };
    const error = Object.assign(new Error(`write ${code} 10.0.0.7:5432`), members);
    const borrowed = Object.assign(new Error("x"), { code });

    const response = await answer(() => Promise.reject(error), post({}));
    const foreign = await answer(() => Promise.reject(borrowed), post({}));

    expect(response.status).toBe(503);
    expect(response.headers["retry-after"]).toBe("5");
    expect(response.text).not.toMatch(/CONNECT|10\.0\.0\.7/);
    expect(foreign.status).toBe(500);
  });

  // fault: unconfirmed-change
  it.each<[string, Error, boolean]>([
    ["the end of a connection", new Error("Connection terminated"), true],
    ["a crash of the server", new Error("Connection terminated unexpectedly"), true],
    ["a reset of the socket", socketError("ECONNRESET", "read"), true],
    ["a closed socket", socketError("EPIPE", "write"), true],
    ["CONNECTION_CLOSED", connectionError("CONNECTION_CLOSED"), true],
    ["CONNECTION_DESTROYED", connectionError("CONNECTION_DESTROYED"), true],
    ["08007", Object.assign(new Error("x"), { code: "08007", severity: "ERROR" }), true],
    ["a refused socket", socketError("ECONNREFUSED", "connect"), false],
    ["CONNECTION_ENDED", connectionError("CONNECTION_ENDED"), false],
    ["CONNECT_TIMEOUT", connectionError("CONNECT_TIMEOUT"), false],
    ["a pool that was ended", new Error("Cannot use a pool after calling end on the pool"), false],
  ])("says after %s whether a change may have been made", async (_what, error, mayHaveChanged) => {
    const fail: Query = () => Promise.reject(error);
    const unsafe = [
      await answer(fail, post({})),
      await answer(fail, (api) => api.put("/articles/1").send({})),
      await answer(fail, (api) => api.delete("/articles/1")),
    ];
    const safe = [
      await answer(fail, (api) => api.get("/articles/1")),
      await answer(fail, (api) => api.options("/articles/1")),
    ];

    const says = (response: { readonly text: string }) =>
      response.text.includes("A change may have been made; check before you try again.");
    expect([...unsafe, ...safe].map(({ status }) => status)).toEqual([503, 503, 503, 503, 503]);
    expect(unsafe.map(says)).toEqual([mayHaveChanged, mayHaveChanged, mayHaveChanged]);
    expect(safe.map(says)).toEqual([false, false]);
  });

  it("responds with 503 when a pool or a client of pg was ended", async () => {
    const pool = new Pool();
    await pool.end();
    const client = new Client();
    await client.end();

    const ended = await answer(() => pool.query("select 1"), post({}));
    const closed = await answer(() => client.query("select 1"), post({}));

    expect([ended.status, closed.status]).toEqual([503, 503]);
  });

  const violation = (detail: string, constraint = "users_email_key") =>
    Object.assign(new Error("duplicate key value"), {
      code: "23505",
      severity: "ERROR",
      constraint,
      detail,
    });

  it.each<[string, string, object, string | undefined]>([
    ["a name, in a nested object", "email", { user: { email: "a@b.c" } }, "#/user/email"],
    ["a name, in its other spelling", "eMail", { user: { e_mail: "x" } }, "#/user/e_mail"],
    ["a name, outermost first", "email", { user: { email: "x" }, email: "y" }, "#/email"],
    [
      "a name, where the value is",
      "email",
      { email: "x", users: [{ email: "y" }, { email: "a@b.c" }] },
      "#/users/1/email",
    ],
    ["a name that two fields have", "email", { a: { email: "x" }, b: { email: "y" } }, undefined],
    ["a name that is nowhere", "email", { user: { name: "x" } }, undefined],
    ["a pointer", "/user/email", { email: "a@b.c", user: { email: "x" } }, "#/user/email"],
    ["a fragment", "#/a%20b/0", { "a b": ["x"] }, "#/a%20b/0"],
    ["a pointer with escapes", "/a~1b/~0", { "a/b": { "~": "x" } }, "#/a~1b/~0"],
    ["a pointer that leads nowhere", "/user/mail", { user: { email: "x" } }, undefined],
    ["a pointer to what all objects inherit", "/user/toString", { user: {} }, undefined],
  ])("finds the field of a constraint by %s", async (_how, field, body, pointer) => {
    const error = violation("Key (email)=(a@b.c) already exists.");
    const constraints = { users_email_key: { field } };

    const response = await answer(() => Promise.reject(error), post(body), { constraints });
    const mapped = postgres({ constraints })(error, { method: "POST", body } as Request);

    expect(response.status).toBe(409);
    expect(response.body.errors?.[0].pointer).toBe(pointer);
    const context = { databaseCode: "23505", constraint: "users_email_key" };
    expect(mapped?.context).toEqual(
      pointer === undefined ? { ...context, fieldNotFound: field } : context,
    );
  });

  it("finds a column in a nested object only if the value is the one of the key", async () => {
    const fail: Query = () =>
      Promise.reject(violation("Schlüssel (page_id)=(7) existiert bereits.", "any"));

    const same = await answer(fail, post({ page: { pageId: 7 } }));
    const other = await answer(fail, post({ page: { pageId: 8 } }));

    expect(same.body.errors).toMatchObject([{ pointer: "#/page/pageId" }]);
    expect(other.body.errors).toBeUndefined();
  });

  it("recognizes the names that postgres.js gives to the same facts", async () => {
    const error = Object.assign(new Error("duplicate key value"), {
      code: "23505",
      severity: "ERROR",
      constraint_name: "users_email_key",
      detail: "Key (email)=(kept-secret) already exists.",
    });

    const response = await answer(() => Promise.reject(error), post({ email: "x" }), {
      constraints: { users_email_key: { code: "email_taken" } },
    });

    expect(response.body).toMatchObject({ code: "email_taken", errors: [{ pointer: "#/email" }] });
    expect(response.text).not.toContain("kept-secret");
  });

  it.each<[string, unknown, string]>([
    ["a string", "articles", 'postgres: options must be an object, got "articles".'],
    [
      "an unknown option",
      { constraint: {} },
      'postgres: unknown option "constraint". Write one of constraints.',
    ],
    [
      "constraints that are an array",
      { constraints: [] },
      "postgres: constraints must be an object of mappings by constraint name",
    ],
    [
      "a mapping that is a string",
      { constraints: { a: "x" } },
      'postgres: constraints.a must be an object, got "x".',
    ],
    [
      "an unknown member",
      { constraints: { a: { status: 1 } } },
      'postgres: constraints.a: unknown option "status". Write one of code, title, detail, error, field, fieldDetail.',
    ],
    [
      "a bad code",
      { constraints: { a: { code: "No" } } },
      'postgres: constraints.a: code must be a code such as "title_taken" ([a-z][a-z0-9_]{2,62}), got "No".',
    ],
    [
      "an error that is not a factory",
      { constraints: { a: { error: "no" } } },
      'postgres: constraints.a: error must be a factory of defineErrors, such as errors.title_taken, got "no".',
    ],
    [
      "a code beside an error",
      { constraints: { a: { error: () => {}, code: "title_taken" } } },
      "postgres: constraints.a: error replaces code, title and detail. Write either error or those.",
    ],
    [
      "an empty field",
      { constraints: { a: { field: "" } } },
      'postgres: constraints.a: field must be the name of a field such as "email", or a JSON Pointer such as "/user/email", got "".',
    ],
    [
      "a field in the syntax of JavaScript",
      { constraints: { a: { field: "user.email" } } },
      'postgres: constraints.a: field must be the name of a field such as "email", or a JSON Pointer such as "/user/email", got "user.email".',
    ],
    [
      "a pointer that is malformed",
      { constraints: { a: { field: "/user/~2" } } },
      'such as "/user/email", got "/user/~2".',
    ],
  ])("refuses %s at the start", (_what, options, message) => {
    const start = () => postgres(options as PostgresMapperOptions);

    expect(start).toThrow(TypeError);
    expect(start).toThrow(message);
  });
});
