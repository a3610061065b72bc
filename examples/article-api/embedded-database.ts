import { existsSync, mkdirSync, readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { lockDataDir } from "./data-dir-lock.ts";
import type { Database } from "./database.ts";
import { StartError } from "./start-error.ts";

/** The major version of PostgreSQL in PGlite, which cannot read the files of another version. */
export const POSTGRES_MAJOR = "18";

/** Opens PGlite in a folder and locks the folder, or opens it in memory if no folder is given. */
export async function openEmbeddedDatabase(dataDir?: string): Promise<Database> {
  if (dataDir === undefined) return toDatabase(await PGlite.create());

  mkdirSync(dataDir, { recursive: true });
  // Two paths to the same folder, for instance through a symbolic link, must use the same lock.
  const folder = realpathSync(dataDir);
  const unlock = lockDataDir(folder);
  try {
    checkMajorVersion(folder);
    return toDatabase(await PGlite.create(folder), unlock);
  } catch (error) {
    unlock();
    throw error;
  }
}

// PGlite's own message is only that it "failed to initialize properly".
function checkMajorVersion(folder: string): void {
  const file = join(folder, "PG_VERSION");
  if (!existsSync(file)) return;
  const major = readFileSync(file, "utf8").trim();
  // An empty file is left when the first start was interrupted; PGlite then starts from scratch.
  if (major === POSTGRES_MAJOR || major === "") return;
  throw new StartError(
    `The data folder ${folder} was created by PostgreSQL ${major}, and the embedded database is PostgreSQL ${POSTGRES_MAJOR}. ` +
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
