import { openEmbeddedDatabase } from "./embedded-database.ts";
import { openPostgresDatabase } from "./postgres-database.ts";

/** The part of a PostgreSQL client that this app uses. */
export interface Database {
  query(sql: string, values: unknown[]): Promise<{ rows: unknown[] }>;
  close(): Promise<void>;
}

/** The options of `openDatabase`. */
export interface DatabaseOptions {
  /** The URL of a PostgreSQL server. Default: none, and the embedded database is used. */
  databaseUrl?: string | undefined;
  /** The folder of the embedded database. Default: none, and the data is kept in memory. */
  dataDir?: string | undefined;
}

const schema = `CREATE TABLE IF NOT EXISTS articles (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  slug text NOT NULL CONSTRAINT articles_slug_key UNIQUE,
  title text NOT NULL,
  content text NOT NULL,
  tags text[] NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
)`;

/** Opens the PostgreSQL server at `databaseUrl`, or the embedded database if there is no URL. */
export async function openDatabase({ databaseUrl, dataDir }: DatabaseOptions): Promise<Database> {
  if (databaseUrl) return withSchema(openPostgresDatabase(databaseUrl));
  return withSchema(await openEmbeddedDatabase(dataDir));
}

// The table is created before the first query and not at startup, so that the app also starts while
// the database is down: it responds with 503 until the database is back. A failed attempt is repeated.
function withSchema(database: Database): Database {
  let ready: Promise<unknown> | undefined;

  async function createSchema(): Promise<void> {
    ready ??= database.query(schema, []);
    const attempt = ready;
    try {
      await attempt;
    } catch (error) {
      if (ready === attempt) ready = undefined;
      throw error;
    }
  }

  return {
    async query(sql, values) {
      await createSchema();
      return database.query(sql, values);
    },
    close: () => database.close(),
  };
}
