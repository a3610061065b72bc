import { openEmbeddedDatabase } from "./embedded-database.ts";
import { openPostgresDatabase } from "./postgres-database.ts";

/** Something that runs SQL: a database, or a transaction in it. */
export interface Queryable {
  query(sql: string, values: unknown[]): Promise<{ rows: unknown[] }>;
}

/** The part of a PostgreSQL client that this app uses. */
export interface Database extends Queryable {
  /** Runs `work` in a transaction, which is rolled back if `work` rejects. */
  transaction<Result>(work: (transaction: Queryable) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

/** A database whose schema may be older than this program. */
export interface UnmigratedDatabase extends Database {
  migrate(): Promise<void>;
}

/** The options of `openDatabase`. */
export interface DatabaseOptions {
  /** The URL of a PostgreSQL server. Default: none, and the embedded database is used. */
  databaseUrl?: string | undefined;
  /** The folder of the embedded database. Default: none, and the data is kept in memory. */
  dataDir?: string | undefined;
}

/** Opens the PostgreSQL server at `databaseUrl`, or the embedded database if there is no URL. */
export async function openDatabase({ databaseUrl, dataDir }: DatabaseOptions): Promise<Database> {
  if (databaseUrl) return migrated(openPostgresDatabase(databaseUrl));
  return migrated(await openEmbeddedDatabase(dataDir));
}

// The schema is migrated before the first query and not at startup, so that the app also starts while the database is
// down: it responds with 503 until the database is back. A failed attempt is repeated.
function migrated(database: UnmigratedDatabase): Database {
  let ready: Promise<void> | undefined;

  async function migrateOnce(): Promise<void> {
    ready ??= database.migrate();
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
      await migrateOnce();
      return database.query(sql, values);
    },
    async transaction(work) {
      await migrateOnce();
      return database.transaction(work);
    },
    close: () => database.close(),
  };
}
