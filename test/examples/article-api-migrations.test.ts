import { type ChildProcess, spawn } from "node:child_process";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDatabase } from "../../examples/article-api/database/database.ts";
import { migrations } from "../../examples/article-api/database/migrations.ts";
import { compile } from "../support/compile.ts";
import { postgresServer } from "../support/postgres.ts";

const found = await postgresServer();
const reason = found ? "" : " (skipped: no PostgreSQL server; set TEST_DATABASE_URL)";
const server = new URL("../../examples/article-api/server.ts", import.meta.url);
const original = `CREATE TABLE articles (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  slug text NOT NULL CONSTRAINT articles_slug_key UNIQUE,
  title text NOT NULL,
  content text NOT NULL,
  tags text[] NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
)`;

describe.skipIf(!found)(`the schema on PostgreSQL${reason}`, { timeout: 60_000 }, () => {
  const schemas: string[] = [];
  const children: ChildProcess[] = [];
  let admin: Client;

  beforeAll(async () => {
    admin = new Client({ connectionString: found ?? "" });
    await admin.connect();
  });
  afterAll(async () => {
    for (const child of children) child.kill("SIGKILL");
    for (const schema of schemas) await admin.query(`DROP SCHEMA ${schema} CASCADE`);
    await admin.end();
  });

  async function inNewSchema(): Promise<{ schema: string; url: string }> {
    const schema = `migrations_${process.pid}_${Date.now()}_${schemas.length}`;
    await admin.query(`CREATE SCHEMA ${schema}`);
    schemas.push(schema);
    const url = new URL(found ?? "");
    url.searchParams.set("options", `-csearch_path=${schema}`);
    return { schema, url: url.href };
  }

  async function versions(schema: string): Promise<string[]> {
    const { rows } = await admin.query<{ name: string }>(
      `SELECT name FROM ${schema}.kysely_migration ORDER BY name`,
    );
    return rows.map(({ name }) => name);
  }

  async function start(databaseUrl: string): Promise<string> {
    const child = spawn(process.execPath, [await compile(server)], {
      env: { ...process.env, NODE_OPTIONS: "", PORT: "0", DATABASE_URL: databaseUrl },
      stdio: ["ignore", "pipe", "inherit"],
    });
    children.push(child);
    let output = "";
    for await (const text of child.stdout.setEncoding("utf8")) {
      output += text;
      const url = /listens on (http:\S+)/.exec(output)?.[1];
      if (url) return url;
    }
    throw new Error(`The server did not start: ${output}`);
  }

  test("two processes that start on an empty database at once migrate it once, and both work", async () => {
    const { schema, url } = await inNewSchema();
    const servers = await Promise.all([start(url), start(url)]);

    const answers = await Promise.all(servers.map((each) => fetch(`${each}/articles`)));

    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(await versions(schema)).toEqual(Object.keys(migrations));
  });

  test("a process waits for another one that migrates", async () => {
    const { schema, url } = await inNewSchema();
    const other = new Client({ connectionString: url });
    await other.connect();
    const { rows } = await admin.query<{ locks: number }>(countOfWaiting);
    // The lock of Kysely, which every version of it holds.
    await other.query("SELECT pg_advisory_lock(3853314791062309107)");
    const database = await openDatabase({ databaseUrl: url });

    const answer = database.query("SELECT 1 AS one", []);
    await expect
      .poll(async () => (await admin.query<{ locks: number }>(countOfWaiting)).rows[0]?.locks)
      .toBeGreaterThan(rows[0]?.locks ?? 0);
    const existing = await admin.query("SELECT to_regclass($1) AS articles", [
      `${schema}.articles`,
    ]);
    await other.end();

    expect(existing.rows).toEqual([{ articles: null }]);
    expect(await answer).toMatchObject({ rows: [{ one: 1 }] });
    await database.close();
  });

  test("articles that were stored before there were versions are still there", async () => {
    const { url, schema } = await inNewSchema();
    await admin.query(original.replace("TABLE ", `TABLE ${schema}.`));
    await admin.query(
      `INSERT INTO ${schema}.articles (slug, title, content, tags) VALUES ('old', 'Old', 'Words.', '{}')`,
    );
    const database = await openDatabase({ databaseUrl: url });

    const { rows } = await database.query("SELECT title FROM articles", []);

    expect(rows).toEqual([{ title: "Old" }]);
    expect(await versions(schema)).toEqual(Object.keys(migrations));
    await database.close();
  });
});

const countOfWaiting = `SELECT count(*)::int AS locks FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`;
