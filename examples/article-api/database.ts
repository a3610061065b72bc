import { openEmbeddedDatabase } from "./embedded-database.ts";
import { openPostgresDatabase } from "./postgres-database.ts";

/** The little of PostgreSQL that this program uses. */
export interface Database {
  query(sql: string, values: unknown[]): Promise<{ rows: unknown[] }>;
  close(): Promise<void>;
}

/** Which database to open. */
export interface DatabaseOptions {
  /** The URL of a PostgreSQL server. Default: the embedded database. */
  databaseUrl?: string | undefined;
  /** The folder of the embedded database. Default: memory. */
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

/** Opens PostgreSQL when there is a URL, and the embedded database when there is none. */
export async function openDatabase({ databaseUrl, dataDir }: DatabaseOptions): Promise<Database> {
  if (databaseUrl) return withSchema(openPostgresDatabase(databaseUrl));
  return withSchema(await openEmbeddedDatabase(dataDir));
}

// The table is made at the first query and not at the start: a server whose database is down
// starts all the same, answers 503, and recovers by itself. Only success is remembered.
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
