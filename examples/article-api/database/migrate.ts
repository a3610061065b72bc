import { Kysely, Migrator, PostgresDialect, type PostgresPool, sql } from "kysely";
import { migrations } from "./migrations.ts";

/**
 * Brings the schema to the newest version. Several instances may do so at the same time: Kysely holds an advisory lock of
 * PostgreSQL meanwhile, which ends with the connection, so an instance that is killed leaves none behind.
 * All pending versions run in one transaction. If one fails, the schema is as before.
 */
export async function migrate(pool: PostgresPool): Promise<void> {
  const db = new Kysely({ dialect: new PostgresDialect({ pool }) });
  // Kysely would find its tables in another schema of the same database.
  const { rows } = await sql<{ schema: string }>`SELECT current_schema() AS schema`.execute(db);
  const migrator = new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve({ ...migrations }) },
    migrationTableSchema: rows[0]?.schema ?? "public",
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}
