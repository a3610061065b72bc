import { mysql } from "express-backstop/mappers/mysql";
import { createPool as createMariadbPool } from "mariadb";
import { createPool } from "mysql2/promise";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mysqlServer } from "../support/mysql.ts";
import { conflict, internalError, post, respond, summary, unavailable } from "./respond.ts";

const url = await mysqlServer();
const why = url === undefined ? " (skipped: no MySQL server; set TEST_MYSQL_URL)" : "";

const timeout = { status: 504, code: "gateway_timeout" };

/** The numbers that the tests of constraints and values do not provoke, as a statement of the server raises them. */
const states: readonly (readonly [errno: number, what: string, expected: object])[] = [
  [1586, "a duplicate key, by its name", conflict("duplicate")],
  [1216, "a missing row", conflict("reference_missing")],
  [1217, "a row that is still referenced", conflict("still_referenced")],
  [1364, "a column without a value, which the request does not have", internalError],
  [1205, "a lock that is taken", unavailable("1")],
  [1213, "a deadlock", unavailable("1")],
  [3572, "a lock that is taken, and no wait", unavailable("1")],
  [1317, "an interrupted statement", timeout],
  [1969, "max_statement_time of MariaDB", timeout],
  [3024, "max_execution_time of MySQL", timeout],
  [1040, "too many connections", unavailable("2")],
  [1203, "too many connections of a user", unavailable("2")],
  [1226, "a limit of a user", unavailable("2")],
  [1021, "a full disk", unavailable("5")],
  [1053, "a shutdown", unavailable("5")],
  [1114, "a full table", unavailable("5")],
  [1927, "a killed connection", unavailable("5")],
  [1792, "a read-only transaction", unavailable("5")],
  [1836, "a read-only server", unavailable("5")],
  [1044, "no access to the database", internalError],
  [1045, "a wrong password", internalError],
  [1049, "a database that does not exist", internalError],
  [1142, "no permission", internalError],
  [1146, "a table that does not exist", internalError],
  [1064, "a syntax error", internalError],
];

const signal = (errno: number, text = "secret"): string =>
  `signal sqlstate 'HY000' set mysql_errno = ${errno}, message_text = '${text}'`;

describe.skipIf(url === undefined)(`a state of MySQL or MariaDB${why}`, () => {
  const database = `backstop_states_${process.pid}_${Date.now()}`;
  const pool = createPool({ uri: url ?? "", multipleStatements: true });
  const { hostname, port, username, password, pathname } = new URL(url ?? "mysql://localhost/test");
  const options = {
    host: hostname,
    port: Number(port || 3306),
    user: username,
    password: decodeURIComponent(password),
    database: pathname.slice(1),
  };
  const mariadb = createMariadbPool({ ...options, connectionLimit: 2 });

  beforeAll(async () => {
    await pool.query(`
      create database ${database};
      create table ${database}.articles (id int primary key, title varchar(9) not null);
    `);
  });

  afterAll(async () => {
    await pool.query(`drop database ${database}`);
    await pool.end();
    await mariadb.end();
  });

  describe.each<[string, (sql: string) => Promise<unknown>]>([
    ["mysql2", (sql) => pool.query(sql)],
    ["mariadb", (sql) => mariadb.query(sql)],
  ])("through %s", (_name, run) => {
    it.each(states)("%i has its response: %s", async (errno, _what, expected) => {
      const outcome = await respond(mysql(), () => run(signal(errno)));

      expect(summary(outcome)).toEqual(expected);
      expect(JSON.stringify(outcome.body)).not.toContain("secret");
    });

    it("1290 is a 503 only where the server is read-only", async () => {
      const option = (name: string) =>
        respond(mysql(), () => run(signal(1290, `running with the --${name} option`)));

      expect(summary(await option("read-only"))).toEqual(unavailable("5"));
      expect(summary(await option("secure-file-priv"))).toEqual(internalError);
    });

    it("is a 500 where a trigger raises SQLSTATE 45000, which has no name", async () => {
      const outcome = await respond(mysql(), () =>
        run("signal sqlstate '45000' set message_text = 'secret quota'"),
      );

      expect(summary(outcome)).toEqual(internalError);
      expect(outcome.record.context).toBeUndefined();
    });

    it("is a 500 where the handler forgot a column, and the request has another", async () => {
      const outcome = await respond(
        mysql(),
        () => run(`insert into ${database}.articles (id) values (1)`),
        post({ id: 1 }),
      );

      expect(summary(outcome)).toEqual(internalError);
    });
  });

  it("is a 503 with Retry-After: 2 if the pool of mariadb has no connection", async () => {
    const small = createMariadbPool({ ...options, connectionLimit: 1, acquireTimeout: 100 });
    const held = await small.getConnection();
    const outcome = await respond(mysql(), () => small.query("select 1"));
    await held.release();
    await small.end();

    expect(summary(outcome)).toEqual(unavailable("2"));
  });

  it("is a 503 after the pool of mariadb was ended", async () => {
    const small = createMariadbPool({ ...options, connectionLimit: 1 });
    await small.end();

    const outcome = await respond(mysql(), () => small.query("select 1"));

    expect(summary(outcome)).toEqual(unavailable("5"));
  });

  it("is a 503 if the connection of mariadb is killed, and after that", async () => {
    const held = await mariadb.getConnection();
    const outcome = await respond(mysql(), async () => {
      await Promise.all([held.query("select sleep(5)"), pool.query(`kill ${held.threadId}`)]);
    });
    const after = await respond(mysql(), () => held.query("select 1"));
    held.destroy();

    expect([summary(outcome), summary(after)]).toEqual([unavailable("5"), unavailable("5")]);
  });
});
