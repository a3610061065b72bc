import { Client } from "pg";

const databaseUrl = process.env["TEST_DATABASE_URL"] ?? "postgres://postgres@127.0.0.1:5432/test";

/** Returns the URL of the PostgreSQL server for tests; undefined if no server responds, which in CI is an error. */
export async function postgresServer(): Promise<string | undefined> {
  const client = new Client({ connectionString: databaseUrl, connectionTimeoutMillis: 1000 });
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query("select 1");
    return databaseUrl;
  } catch (error) {
    if (!process.env["CI"]) return undefined;
    throw new Error(
      "No PostgreSQL server responds. Start one on 127.0.0.1:5432 with a database named test, or set TEST_DATABASE_URL.",
      { cause: error },
    );
  } finally {
    await client.end().catch(() => {});
  }
}
