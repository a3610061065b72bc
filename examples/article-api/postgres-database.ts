import { Pool } from "pg";
import type { Database } from "./database.ts";

/** Creates a pool of connections to a PostgreSQL server, which connects at the first query. */
export function openPostgresDatabase(databaseUrl: string): Database {
  const pool = new Pool({
    connectionString: databaseUrl,
    connectionTimeoutMillis: 3_000,
    // The server gives up first, and then the statement has changed nothing. The client gives up later, where the
    // server cannot be reached any more.
    statement_timeout: 10_000,
    query_timeout: 12_000,
  });

  // Without this listener, an idle connection that the server closes ends the process.
  pool.on("error", (error) => {
    console.error(`Lost an idle database connection: ${error.message}`);
  });

  return {
    query: (sql, values) => pool.query<object>(sql, values),
    close: () => pool.end(),
  };
}
