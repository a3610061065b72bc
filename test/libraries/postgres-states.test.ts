import { PGlite } from "@electric-sql/pglite";
import { defineErrors } from "express-backstop";
import { postgres } from "express-backstop/mappers/postgres";
import { Pool, type PoolConfig } from "pg";
import postgresJs from "postgres";
import { afterAll, describe, expect, it } from "vitest";
import { freePort } from "../support/ports.ts";
import { postgresServer } from "../support/postgres.ts";
import { conflict, internalError, post, respond, summary, unavailable } from "./respond.ts";

const url = await postgresServer();
const why = url === undefined ? " (skipped: no PostgreSQL server; set TEST_DATABASE_URL)" : "";

const timeout = { status: 504, code: "gateway_timeout" };

/** The SQLSTATEs that the tests of constraints and values do not provoke, as the server itself raises them. */
const states: readonly (readonly [code: string, what: string, expected: object])[] = [
  ["08000", "a failure of a connection", unavailable("5")],
  ["08006", "a lost connection", unavailable("5")],
  ["57P01", "a shutdown", unavailable("5")],
  ["57P02", "a crash", unavailable("5")],
  ["57P03", "a server that starts", unavailable("5")],
  ["58000", "a failure of the system", unavailable("5")],
  ["58030", "a failure of the disk", unavailable("5")],
  ["53000", "a lack of resources", unavailable("5")],
  ["53100", "a full disk", unavailable("5")],
  ["53200", "a lack of memory", unavailable("5")],
  ["53300", "too many connections", unavailable("2")],
  ["25006", "a read-only transaction", unavailable("5")],
  ["40001", "a serialization failure", unavailable("1")],
  ["40P01", "a deadlock", unavailable("1")],
  ["55P03", "a lock that is taken", unavailable("1")],
  ["57014", "a statement timeout", timeout],
  ["25P04", "a transaction timeout", timeout],
  ["23P01", "an exclusion constraint", conflict("conflict")],
  ["23001", "a row that is still referenced", conflict("still_referenced")],
  ["08P01", "a violation of the protocol", internalError],
  ["0A000", "a feature that does not exist", internalError],
  ["22P02", "a malformed value that the request does not have", internalError],
  ["22P05", "a character that cannot be converted, and is not in the request", internalError],
  ["2201B", "a malformed regular expression", internalError],
  ["25P02", "a transaction that has failed before", internalError],
  ["28000", "a role that may not log in", internalError],
  ["28P01", "a wrong password", internalError],
  ["3D000", "a database that does not exist", internalError],
  ["42501", "no permission", internalError],
  ["42601", "a syntax error", internalError],
  ["42703", "a column that does not exist", internalError],
  ["42P01", "a table that does not exist", internalError],
  ["P0001", "an exception of the app's own", internalError],
  ["P0002", "a row that a function did not find", internalError],
  ["XX000", "a bug of the server", internalError],
  ["ZZ999", "a code that the app made up", internalError],
];

const raise = (code: string): string =>
  `do $$ begin raise exception 'secret' using errcode = '${code}'; end $$`;

describe.skipIf(url === undefined)(`a state of PostgreSQL${why}`, () => {
  const pool = new Pool({ connectionString: url });
  const client = postgresJs(url ?? "", { max: 1 });

  afterAll(async () => {
    await pool.end();
    await client.end();
  });

  describe.each<[string, (sql: string) => Promise<unknown>]>([
    ["pg", (sql) => pool.query(sql)],
    ["postgres.js", (sql) => client.unsafe(sql)],
  ])("through %s", (_name, run) => {
    it.each(states)("%s has its response: %s", async (code, _what, expected) => {
      const outcome = await respond(postgres(), () => run(raise(code)));

      expect(summary(outcome)).toEqual(expected);
      expect(JSON.stringify(outcome.body)).not.toContain("secret");
    });

    it("is a decision of the app where an exception names a constraint", async () => {
      const { quota_used } = defineErrors({ quota_used: { status: 429, title: "Quota used up" } });
      const constraints = { articles_quota: { error: quota_used } };
      const sql =
        "do $$ begin raise exception 'secret' using constraint = 'articles_quota'; end $$";

      const mapped = await respond(postgres({ constraints }), () => run(sql));
      const unmapped = await respond(postgres(), () => run(sql));

      expect(mapped.body).toMatchObject({ status: 429, code: "quota_used" });
      expect(summary(unmapped)).toEqual(internalError);
      expect(JSON.stringify([mapped.body, mapped.record.context])).not.toContain("secret");
    });

    it("is a 500 where a client sends a malformed regular expression, which the error does not quote", async () => {
      const outcome = await respond(
        postgres(),
        () => run("select 'a' ~ '('"),
        post({ pattern: "(" }),
      );

      expect(summary(outcome)).toEqual(internalError);
    });
  });

  it("is not one that postgres.js makes up for a value that is undefined: that is a 500", async () => {
    // A call in plain JavaScript, which the types refuse.
    const outcome = await respond(postgres(), () => client`select ${undefined as never}`);

    expect(summary(outcome)).toEqual(internalError);
    expect(outcome.record.error.code).toBe("UNDEFINED_VALUE");
  });

  const withPool = async (config: PoolConfig, use: (own: Pool) => Promise<unknown>) => {
    const own = new Pool({ connectionString: url, max: 1, ...config });
    own.on("error", () => {});
    try {
      return summary(await respond(postgres(), () => use(own)));
    } finally {
      if (!own.ended) await own.end();
    }
  };

  it("is a 503 with Retry-After: 2 if the pool of pg has no connection", async () => {
    const outcome = await withPool({ connectionTimeoutMillis: 50 }, async (own) => {
      const held = await own.connect();
      await own.query("select 1").finally(() => held.release());
    });

    expect(outcome).toEqual(unavailable("2"));
  });

  it("is a 503 if the server accepts no connection in time, and if nothing listens", async () => {
    const { createServer } = await import("node:net");
    const silent = createServer(() => {}).listen(await freePort(), "127.0.0.1");
    const address = silent.address();
    const port = typeof address === "object" && address ? address.port : 0;
    const connectionString = `postgres://postgres@127.0.0.1:${port}/test`;
    const query = (own: Pool) => own.query("select 1");

    const slow = await withPool({ connectionString, connectionTimeoutMillis: 50 }, query);
    silent.close();
    const refused = await withPool({ connectionString, connectionTimeoutMillis: 500 }, query);

    expect([slow, refused]).toEqual([unavailable("5"), unavailable("5")]);
  });

  it("is a 503 after the client of pg lost its connection", async () => {
    const outcome = await withPool({}, async (own) => {
      const held = await own.connect();
      held.on("error", () => {});
      try {
        await held.query("select pg_terminate_backend(pg_backend_pid())").catch(() => {});
        await held.query("select 1");
      } finally {
        held.release(true);
      }
    });

    expect(outcome).toEqual(unavailable("5"));
  });

  it("is a 503 after the pool of pg or the client of postgres.js was ended", async () => {
    const ended = await withPool({}, async (own) => {
      await own.end();
      await own.query("select 1");
    });
    const other = postgresJs(url ?? "", { max: 1 });
    await other.end();
    const destroyed = await respond(postgres(), () => other.unsafe("select 1"));

    expect([ended, summary(destroyed)]).toEqual([unavailable("5"), unavailable("5")]);
  });
});

it("responds with 503 after PGlite was closed", async () => {
  const db = new PGlite();
  await db.close();

  const outcome = await respond(postgres(), () => db.query("select 1"));

  expect(summary(outcome)).toEqual(unavailable("5"));
});
