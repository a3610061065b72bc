import { existsSync, mkdirSync, readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { lockDataDir } from "./data-dir-lock.ts";
import type { Database } from "./database.ts";
import { StartError } from "./start-error.ts";

/** The PostgreSQL major version inside PGlite; it cannot read the files of another one. */
export const POSTGRES_MAJOR = "18";

/** Opens PGlite in a folder that this process then has for itself, or in memory when there is none. */
export async function openEmbeddedDatabase(dataDir?: string): Promise<Database> {
  if (dataDir === undefined) return toDatabase(await PGlite.create());

  mkdirSync(dataDir, { recursive: true });
  // Two paths to one folder must meet at one lock.
  const folder = realpathSync(dataDir);
  const unlock = lockDataDir(folder);
  try {
    refuseOtherMajor(folder);
    return toDatabase(await PGlite.create(folder), unlock);
  } catch (error) {
    unlock();
    throw error;
  }
}

// PGlite itself only says that it "failed to initialize properly".
function refuseOtherMajor(folder: string): void {
  const file = join(folder, "PG_VERSION");
  if (!existsSync(file)) return;
  const major = readFileSync(file, "utf8").trim();
  // Empty: the very first start was cut short, and PGlite begins again.
  if (major === POSTGRES_MAJOR || major === "") return;
  throw new StartError(
    `The data folder ${folder} was made by PostgreSQL ${major}, and the embedded database is PostgreSQL ${POSTGRES_MAJOR}. ` +
      "Name another folder in DATA_DIR, or move this one away.",
  );
}

function toDatabase(pglite: PGlite, unlock?: () => void): Database {
  return {
    query: (sql, values) => pglite.query(sql, values),
    async close() {
      try {
        await pglite.close();
      } finally {
        unlock?.();
      }
    },
  };
}
