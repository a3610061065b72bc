import { type Migration, sql } from "kysely";

/** The versions of the schema, oldest first. A version that has run anywhere is never edited: write the next one. */
export const migrations: Readonly<Record<string, Migration>> = {
  "001_articles": statements([
    // IF NOT EXISTS, because this table is older than the migrations.
    `CREATE TABLE IF NOT EXISTS articles (
      id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      slug text NOT NULL CONSTRAINT articles_slug_key UNIQUE,
      title text NOT NULL,
      content text NOT NULL,
      tags text[] NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now()
    )`,
  ]),
  "002_versions": statements([
    "ALTER TABLE articles ADD COLUMN version int NOT NULL DEFAULT 1",
    "CREATE INDEX articles_newest ON articles (created_at DESC, id DESC)",
  ]),
  "003_authors": statements([
    // Nobody wrote the articles that are older than the accounts, so nobody can change them.
    "ALTER TABLE articles ADD COLUMN author text NOT NULL DEFAULT ''",
    "ALTER TABLE articles ALTER COLUMN author DROP DEFAULT",
  ]),
  "004_idempotency_keys": statements([
    `CREATE TABLE idempotency_keys (
      author text NOT NULL,
      key text NOT NULL,
      fingerprint text NOT NULL,
      result text NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (author, key)
    )`,
    "CREATE INDEX idempotency_keys_oldest ON idempotency_keys (created_at)",
  ]),
  "005_events": statements([
    `CREATE TABLE events (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      type text NOT NULL,
      article jsonb NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now()
    )`,
  ]),
  "006_jobs": statements([
    `CREATE TABLE jobs (
      id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      name text NOT NULL,
      data jsonb NOT NULL,
      author text NOT NULL,
      request_id text NOT NULL,
      trace_id text NOT NULL,
      state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'done', 'dead')),
      attempts int NOT NULL DEFAULT 0,
      problem jsonb,
      due_at timestamptz NOT NULL,
      leased_until timestamptz NOT NULL DEFAULT now(),
      created_at timestamptz NOT NULL DEFAULT now()
    )`,
    "CREATE INDEX jobs_waiting ON jobs (due_at) WHERE state = 'waiting'",
    "CREATE INDEX jobs_of_author ON jobs (author, created_at DESC)",
    "CREATE INDEX jobs_done ON jobs (created_at) WHERE state = 'done'",
    `CREATE TABLE feeds (
      name text PRIMARY KEY,
      content text NOT NULL,
      renderings int NOT NULL DEFAULT 1
    )`,
  ]),
};

function statements(texts: readonly string[]): Migration {
  return {
    async up(database) {
      for (const text of texts) await sql.raw(text).execute(database);
    },
  };
}
