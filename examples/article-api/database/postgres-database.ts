import { Pool } from "pg";
import type { UnmigratedDatabase } from "./database.ts";
import { migrate } from "./migrate.ts";

/** Creates a pool of connections to a PostgreSQL server, which connects at the first query. */
export function openPostgresDatabase(databaseUrl: string): UnmigratedDatabase {
  const pool = new Pool({
    connectionString: databaseUrl,
    connectionTimeoutMillis: 3_000,
    // The server gives up first, and then the statement has changed nothing. The client gives up later, where the
    // server cannot be reached any more.
    statement_timeout: 10_000,
    query_timeout: 12_000,
    // A process that hangs in a transaction holds its locks, for which the writers of all instances wait.
    idle_in_transaction_session_timeout: 2_000,
  });

  // Without this listener, an idle connection that the server closes ends the process.
  pool.on("error", (error) => {
    console.error(`Lost an idle database connection: ${error.message}`);
  });
  // So does one that is lost between two statements of a transaction; the next statement fails anyway.
  pool.on("connect", (client) => {
    client.on("error", () => {});
  });

  return {
    query: (sql, values) => pool.query<object>(sql, values),
    async transaction(work) {
      const client = await pool.connect();
      let broken = false;
      try {
        await client.query("BEGIN");
        const result = await work({ query: (sql, values) => client.query<object>(sql, values) });
        await client.query("COMMIT");
        return result;
      } catch (error) {
        await client.query("ROLLBACK").catch(() => {
          broken = true;
        });
        throw error;
      } finally {
        // PostgreSQL rolls back by itself when a connection ends.
        client.release(broken);
      }
    },
    migrate: () => migrate(pool),
    close: () => pool.end(),
  };
}
