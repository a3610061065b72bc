import { Pool } from "pg";
import type { Database } from "./database.ts";

/** Opens a pool of connections to a PostgreSQL server; it connects at the first query. */
export function openPostgresDatabase(databaseUrl: string): Database {
  const pool = new Pool({
    connectionString: databaseUrl,
    connectionTimeoutMillis: 3_000,
    query_timeout: 10_000,
  });

  // A pool without this listener ends the process when the server closes an idle connection.
  pool.on("error", (error) => {
    console.error(`Lost an idle database connection, and go on: ${error.message}`);
  });

  return {
    query: (sql, values) => pool.query<object>(sql, values),
    close: () => pool.end(),
  };
}
