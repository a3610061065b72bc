import { mysql } from "express-backstop/mappers/mysql";
import knexOf from "knex";
import { createPool as createMariadbPool } from "mariadb";
import { createConnection, createPool } from "mysql2/promise";
import { Sequelize } from "sequelize";
import { DataSource } from "typeorm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mysqlServer } from "../support/mysql.ts";
import {
  conflict,
  internalError,
  post,
  refused,
  recordOfClientError,
  respond,
  summary,
  unavailable,
} from "./respond.ts";

/** Runs a statement with question marks in a way of its own. */
interface Library {
  readonly run: (sql: string, values: unknown[]) => Promise<unknown>;
  readonly close: () => Promise<unknown>;
}

type Connect = (url: string) => Promise<Library> | Library;

const libraries: readonly (readonly [name: string, connect: Connect])[] = [
  [
    "mysql2",
    (url) => {
      const pool = createPool({ uri: url, connectionLimit: 2 });
      return { run: (sql, values) => pool.query(sql, values), close: () => pool.end() };
    },
  ],
  [
    "mariadb",
    (url) => {
      const { hostname, port, username, pathname } = new URL(url);
      const pool = createMariadbPool({
        host: hostname,
        port: Number(port || 3306),
        user: username,
        database: pathname.slice(1),
        connectionLimit: 2,
        connectTimeout: 500,
        acquireTimeout: 1000,
      });
      return { run: (sql, values) => pool.query(sql, values), close: () => pool.end() };
    },
  ],
  [
    "Knex",
    (url) => {
      const db = knexOf({ client: "mysql2", connection: url });
      return {
        run: (sql, values) => db.raw(sql, values as string[]),
        close: () => db.destroy(),
      };
    },
  ],
  [
    "Sequelize",
    (url) => {
      const db = new Sequelize(url, { logging: false });
      return {
        run: (sql, values) => db.query(sql, values.length > 0 ? { replacements: values } : {}),
        close: () => db.close(),
      };
    },
  ],
  [
    "TypeORM",
    async (url) => {
      const source = new DataSource({ type: "mysql", url });
      await source.initialize();
      return { run: (sql, values) => source.query(sql, values), close: () => source.destroy() };
    },
  ],
];

const url = await mysqlServer();
const why = url === undefined ? " (skipped: no MySQL server; set TEST_MYSQL_URL)" : "";

describe.skipIf(url === undefined)(`mysql() on MySQL or MariaDB${why}`, () => {
  const database = `backstop_${process.pid}_${Date.now()}`;
  const own = new URL(`/${database}`, url ?? "mysql://localhost").href;
  const admin = createPool({ uri: url ?? "", multipleStatements: true });

  beforeAll(async () => {
    await admin.query(`
      create database ${database};
      create table ${database}.authors (id int primary key);
      create table ${database}.articles (
        id int primary key,
        title varchar(20) not null unique,
        price decimal(5, 2),
        day date,
        mood enum('calm', 'wild'),
        author_id int,
        constraint price_positive check (price > 0),
        constraint articles_author foreign key (author_id) references ${database}.authors (id)
      );
      insert into ${database}.authors values (1);
      insert into ${database}.articles values (1, 'kept-secret', 1, null, null, 1);
    `);
  });

  afterAll(async () => {
    await admin.query(`drop database ${database}`);
    await admin.end();
  });

  describe.each(libraries)("through %s", (_name, connect) => {
    let library: Library;

    beforeAll(async () => {
      library = await connect(own);
    });
    afterAll(() => library.close());

    const insert = (body: Record<string, unknown>, mapper = mysql()) =>
      respond(
        mapper,
        () =>
          library.run(
            "insert into articles (id, title, price, day, mood, author_id) values (?, ?, ?, ?, ?, ?)",
            [
              body["id"] ?? 2,
              body["title"] ?? null,
              body["price"] ?? 1,
              body["day"] ?? null,
              body["mood"] ?? null,
              body["authorId"] ?? 1,
            ],
          ),
        post(body),
      );

    it.each<[string, Record<string, unknown>, object]>([
      ["a title that exists", { title: "kept-secret" }, conflict("duplicate", "title")],
      ["an id that exists", { id: 1, title: "a" }, conflict("duplicate")],
      [
        "an author that does not exist",
        { title: "a", authorId: 77 },
        conflict("reference_missing", "authorId"),
      ],
      ["a title that is null", { title: null }, refused("title", "required")],
      ["a title that the handler forgot", { name: "a" }, internalError],
      ["a title that is too long", { title: "a".repeat(21) }, refused("title", "too_long")],
      ["a price with too many digits", { title: "a", price: 1234.5 }, refused("price", "invalid")],
      ["an id that is not a number", { title: "a", id: "x1" }, refused("id", "bad_format")],
      [
        "a day that the calendar lacks",
        { title: "a", day: "2024-02-31" },
        refused("day", "bad_format"),
      ],
      [
        "a mood that is not of the enum",
        { title: "a", mood: "sad" },
        refused("mood", "bad_format"),
      ],
      ["a check, which may be about any column", { title: "a", price: -1 }, internalError],
    ])("responds to %s", async (_what, body, expected) => {
      const outcome = await insert(body);

      expect(summary(outcome)).toEqual(expected);
      expect(JSON.stringify(outcome.body)).not.toMatch(/kept-secret|insert into|articles/);
      expect(recordOfClientError(outcome)).not.toMatch(/kept-secret|insert into/);
    });

    it("says that an author has articles", async () => {
      const outcome = await respond(
        mysql(),
        () => library.run("delete from authors where id = ?", [1]),
        (api) => api.delete("/articles/1"),
      );

      expect(summary(outcome)).toEqual(conflict("still_referenced"));
      expect(outcome.record.context).toEqual({
        databaseCode: 1451,
        constraint: "articles_author",
        table: "articles",
      });
    });

    it("sends what the app says about a check", async () => {
      const constraints = {
        price_positive: { field: "price", fieldDetail: "must be more than 0" },
      };

      const { body } = await insert({ title: "a", price: -1 }, mysql({ constraints }));

      expect(body).toMatchObject({
        status: 400,
        errors: [{ pointer: "#/price", code: "invalid", detail: "must be more than 0" }],
      });
    });

    const run = (sql: string) => respond(mysql(), () => library.run(sql, []));

    it("responds with 503 when a row is locked", async () => {
      const holder = await admin.getConnection();
      await holder.query(`begin; select * from ${database}.articles for update`);
      const outcome = await run("select * from articles for update nowait");
      await holder.query("rollback");
      holder.release();

      expect(summary(outcome)).toEqual(unavailable("1"));
    });

    it.each([
      ["a statement timeout", "set statement max_statement_time = 0.05 for select sleep(3)"],
      ["an interrupted statement", "signal sqlstate '70100' set mysql_errno = 1317"],
    ])("responds with 504 to %s", async (_what, sql) => {
      expect(summary(await run(sql))).toEqual({ status: 504, code: "gateway_timeout" });
    });

    it.each([
      ["a deadlock", 1213, unavailable("1")],
      ["too many connections", 1040, unavailable("2")],
      ["a server that shuts down", 1053, unavailable("5")],
      ["a read-only transaction", 1792, unavailable("5")],
      ["no permission", 1142, internalError],
      ["the app's own SIGNAL", 1644, internalError],
    ])("responds to %s, as a statement of the server raises it", async (_what, errno, expected) => {
      const raise = `signal sqlstate 'HY000' set mysql_errno = ${errno}, message_text = 'secret'`;

      expect(summary(await run(raise))).toEqual(expected);
    });

    it("keeps a 500 for a mistake in the SQL", async () => {
      expect(summary(await run("select * from nowhere"))).toEqual(internalError);
    });

    it("responds with 503 when the server is not there", async () => {
      const outcome = await respond(mysql(), async () => {
        const lost = await connect("mysql://root@127.0.0.1:1/test");
        await lost.run("select 1", []).finally(() => lost.close().catch(() => {}));
      });

      expect(summary(outcome)).toEqual(unavailable("5"));
    });
  });

  it("responds with 503 when the server ends the connection of mysql2", async () => {
    const connection = await createConnection(own);
    connection.on("error", () => {});
    const outcome = await respond(mysql(), async () => {
      await Promise.all([
        connection.query("select sleep(5)"),
        admin.query(`kill ${connection.threadId}`),
      ]);
    });
    const after = await respond(mysql(), () => connection.query("select 1"));

    expect(summary(outcome)).toEqual(unavailable("5"));
    expect(summary(after)).toEqual(unavailable("5"));
  });

  it("says that a change may have been made when mysql2 stopped waiting", async () => {
    const connection = await createConnection(own);
    const { body } = await respond(mysql(), () =>
      connection.query({ sql: "select sleep(1)", timeout: 50 }),
    );
    connection.destroy();

    expect(body).toMatchObject({ status: 504 });
    expect(body.detail).toContain("A change may have been made");
  });

  it("responds with 503 when the pool of mysql2 is full or closed", async () => {
    const pool = createPool({ uri: own, connectionLimit: 1, queueLimit: 1 });
    const held = await pool.getConnection();
    const waiting = pool.query("select 1");
    const full = await respond(mysql(), () => pool.query("select 1"));
    held.release();
    await waiting;
    await pool.end();
    const closed = await respond(mysql(), () => pool.query("select 1"));

    expect([summary(full), summary(closed)]).toEqual([unavailable("2"), unavailable("5")]);
  });

  it("keeps a 500 for an id of a sequence that lags behind", async () => {
    const outcome = await respond(
      mysql(),
      () => admin.query(`insert into ${database}.articles (id, title) values (1, ?)`, ["new"]),
      post({ title: "new" }),
    );

    expect(summary(outcome)).toEqual(internalError);
  });

  it.each([
    ["a wrong password", "mysql://nobody:secret@127.0.0.1:3306/test"],
    ["a database that does not exist", new URL("/nowhere_at_all", url ?? "mysql://x").href],
  ])("keeps a 500 for %s", async (_what, uri) => {
    const outcome = await respond(mysql(), () => createConnection(uri));

    expect(summary(outcome)).toEqual(internalError);
  });
});
