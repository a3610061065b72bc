import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "@libsql/client";
import Sqlite from "better-sqlite3";
import { sqlite } from "express-backstop/mappers/sqlite";
import knexOf from "knex";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
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

type Value = string | number | null;

/** Runs a statement with question marks in a way of its own. */
interface Library {
  readonly run: (sql: string, values: readonly Value[]) => unknown;
  readonly close: () => unknown;
  /** Holds the lock of the file until the returned function is called. */
  readonly lock?: () => Promise<() => void>;
}

interface NodeSqlite {
  readonly DatabaseSync: new (path: string) => {
    exec(sql: string): void;
    prepare(sql: string): { run(...values: readonly Value[]): unknown };
    close(): void;
  };
}

const folder = mkdtempSync(join(tmpdir(), "backstop-sqlite-"));
const nodeSqlite = loadNodeSqlite();

/** Returns node:sqlite, which Node has since 22.13; undefined on an older one. */
function loadNodeSqlite(): NodeSqlite | undefined {
  try {
    return createRequire(import.meta.url)("node:sqlite") as NodeSqlite;
  } catch {
    return undefined;
  }
}

const libraries: readonly (readonly [name: string, open: (path: string) => Library])[] = [
  [
    "better-sqlite3",
    (path) => {
      const db = new Sqlite(path, { timeout: 50 });
      db.pragma("foreign_keys = on");
      return { run: (sql, values) => db.prepare(sql).run(...values), close: () => db.close() };
    },
  ],
  [
    "@libsql/client",
    (path) => {
      const client = createClient({ url: `file:${path}` });
      return {
        run: (sql, values) => client.execute({ sql, args: [...values] }),
        close: () => client.close(),
        // The locks of a file do not hold between two copies of SQLite in one process.
        lock: async () => {
          const other = createClient({ url: `file:${path}` });
          const transaction = await other.transaction("write");
          return () => {
            transaction.close();
            other.close();
          };
        },
      };
    },
  ],
  [
    "Knex",
    (path) => {
      const db = knexOf({
        client: "better-sqlite3",
        connection: { filename: path },
        useNullAsDefault: true,
        pool: {
          afterCreate: (connection: Sqlite, done: (error: null, given: unknown) => void) => {
            connection.pragma("foreign_keys = on");
            connection.pragma("busy_timeout = 50");
            done(null, connection);
          },
        },
      });
      return { run: (sql, values) => db.raw(sql, values as Value[]), close: () => db.destroy() };
    },
  ],
  ...(nodeSqlite
    ? [
        [
          "node:sqlite",
          (path: string): Library => {
            const db = new nodeSqlite.DatabaseSync(path);
            return {
              run: (sql, values) => db.prepare(sql).run(...values),
              close: () => db.close(),
              lock: async () => {
                const other = new nodeSqlite.DatabaseSync(path);
                other.exec("begin immediate");
                return () => other.close();
              },
            };
          },
        ] as const,
      ]
    : []),
];

function lockBy(admin: Sqlite): () => void {
  admin.exec("begin immediate");
  return () => void admin.exec("rollback");
}

afterAll(() => rmSync(folder, { recursive: true, force: true }));

it.skipIf(!nodeSqlite)("has node:sqlite (skipped: this Node has no node:sqlite)", () => {
  expect(nodeSqlite?.DatabaseSync).toBeTypeOf("function");
});

describe.each(libraries)("sqlite() through %s", (name, open) => {
  const path = join(folder, `${name.replaceAll(/\W/g, "")}.db`);
  const admin = new Sqlite(path);
  let library: Library;

  beforeAll(() => {
    admin.exec(`
      create table authors (id integer primary key);
      create table articles (
        id integer primary key,
        title text not null unique,
        price real constraint price_positive check (price > 0),
        author_id integer references authors
      );
      create table counts (amount integer) strict;
      insert into authors values (1);
      insert into articles values (1, 'kept-secret', 1, 1);
    `);
    library = open(path);
  });

  afterAll(async () => {
    await library.close();
    admin.close();
  });

  const insert = (body: Record<string, Value>, mapper = sqlite()) =>
    respond(
      mapper,
      () =>
        library.run("insert into articles (id, title, price, author_id) values (?, ?, ?, ?)", [
          body["id"] ?? 2,
          body["title"] ?? null,
          body["price"] ?? 1,
          body["authorId"] ?? 1,
        ]),
      post(body),
    );

  it.each<[string, Record<string, Value>, object]>([
    ["a title that exists", { title: "kept-secret" }, conflict("duplicate", "title")],
    ["an id that exists", { id: 1, title: "a" }, conflict("duplicate", "id")],
    ["an author that does not exist", { title: "a", authorId: 77 }, conflict("reference_missing")],
    ["a title that is null", { title: null }, refused("title", "required")],
    ["a title that the handler forgot", { name: "a" }, internalError],
    ["a check, which may be about any column", { title: "a", price: -1 }, internalError],
  ])("responds to %s", async (_what, body, expected) => {
    const outcome = await insert(body);

    expect(summary(outcome)).toEqual(expected);
    expect(JSON.stringify(outcome.body)).not.toMatch(/kept-secret|insert into|articles/);
    expect(recordOfClientError(outcome)).not.toMatch(/kept-secret|insert into/);
  });

  it("responds to a text in a column of a strict table with 400 if the client sent it", async () => {
    const store = (body: Record<string, Value>) =>
      respond(sqlite(), () => library.run("insert into counts values (?)", ["many"]), post(body));

    expect(summary(await store({ amount: "many" }))).toEqual(refused("amount", "bad_format"));
    expect(summary(await store({ name: "x" }))).toEqual(internalError);
  });

  it("says that an author has articles", async () => {
    const outcome = await respond(
      sqlite(),
      () => library.run("delete from authors where id = ?", [1]),
      (api) => api.delete("/articles/1"),
    );

    expect(summary(outcome)).toEqual(conflict("still_referenced"));
  });

  it("knows a unique constraint by its columns and a check by its name", async () => {
    const mapper = sqlite({
      constraints: {
        "articles.title": { code: "title_taken" },
        price_positive: { field: "price", fieldDetail: "must be more than 0" },
      },
    });

    expect((await insert({ title: "kept-secret" }, mapper)).body.code).toBe("title_taken");
    expect((await insert({ title: "a", price: -1 }, mapper)).body).toMatchObject({
      status: 400,
      errors: [{ pointer: "#/price", code: "invalid", detail: "must be more than 0" }],
    });
  });

  it("responds with 503 when the database is locked", async () => {
    const unlock = library.lock ? await library.lock() : lockBy(admin);
    const outcome = await insert({ title: "b" });
    unlock();

    expect(summary(outcome)).toEqual(unavailable("1"));
  });

  it("keeps a 500 for a mistake in the SQL", async () => {
    const outcome = await respond(sqlite(), () => library.run("select * from nowhere", []));

    expect(summary(outcome)).toEqual(internalError);
  });

  it("responds with 503 when the file is not a database", async () => {
    const bad = join(folder, `${name.replaceAll(/\W/g, "")}-bad.db`);
    writeFileSync(bad, "not a database, but long enough to be read as one. ".repeat(40));
    const outcome = await respond(sqlite(), async () => {
      const lost = open(bad);
      await lost.run("insert into articles values (1)", []);
    });

    expect(summary(outcome)).toEqual(unavailable("5"));
  });
});

describe("sqlite() with better-sqlite3", () => {
  it("responds with 503 when the database is read-only, full or closed", async () => {
    const path = join(folder, "limits.db");
    const db = new Sqlite(path);
    db.exec("create table t (a)");
    db.pragma("max_page_count = 2");
    const readonly = new Sqlite(path, { readonly: true });

    const readOnly = await respond(sqlite(), () => readonly.exec("insert into t values (1)"));
    const full = await respond(sqlite(), () => db.exec("insert into t values (zeroblob(100000))"));
    readonly.close();
    db.close();
    const closed = await respond(sqlite(), () => db.exec("select 1"));

    expect(summary(readOnly)).toEqual(unavailable("5"));
    expect(summary(full)).toEqual(unavailable("5"));
    expect(summary(closed)).toEqual(unavailable("5"));
  });

  it("responds with 503 when the file cannot be opened, and when it is damaged", async () => {
    const path = join(folder, "damaged.db");
    const whole = new Sqlite(path);
    whole.exec("create table t (a); insert into t values (zeroblob(20000))");
    whole.close();
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.fill(0xff, 4096));
    const damaged = new Sqlite(path);

    const unopened = await respond(sqlite(), () => new Sqlite(folder).exec("select 1"));
    const corrupt = await respond(sqlite(), () => damaged.exec("insert into t values (1)"));
    damaged.close();

    expect([summary(unopened), summary(corrupt)]).toEqual([unavailable("5"), unavailable("5")]);
    expect(unopened.record.context).toEqual({ databaseCode: "SQLITE_CANTOPEN" });
    expect(corrupt.record.context).toEqual({ databaseCode: "SQLITE_CORRUPT" });
  });

  it("keeps a 500 for a text beyond the limit of SQLite, which no client can send", async () => {
    const db = new Sqlite(":memory:");
    const outcome = await respond(sqlite(), () => db.exec("select zeroblob(2000000000)"));
    db.close();

    expect(summary(outcome)).toEqual(internalError);
  });
});
