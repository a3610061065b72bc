import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
} from "node:fs";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import type { PostgresPool } from "kysely";
import { StartError } from "../start/start-error.ts";
import { lockDataDir } from "./data-dir-lock.ts";
import type { UnmigratedDatabase } from "./database.ts";
import { migrate } from "./migrate.ts";
import { startWatchdog } from "./watchdog.ts";

/** The major version of PostgreSQL in PGlite, which cannot read the files of another version. */
export const POSTGRES_MAJOR = "18";

/** Opens PGlite in a folder and locks the folder, or opens it in memory if no folder is given. */
export async function openEmbeddedDatabase(dataDir?: string): Promise<UnmigratedDatabase> {
  if (dataDir === undefined) return toDatabase(await PGlite.create());

  const folder = prepareFolder(dataDir);
  const unlock = lockDataDir(folder);
  let endWatch: (() => void) | undefined;
  const release = () => {
    endWatch?.();
    unlock();
  };
  try {
    checkContent(folder);
    checkMajorVersion(folder);
    endWatch = startWatchdog(folder);
    return toDatabase(await PGlite.create(folder), release);
  } catch (error) {
    release();
    throw error instanceof StartError ? error : unreadable(folder, error);
  }
}

function prepareFolder(dataDir: string): string {
  try {
    mkdirSync(dataDir, { recursive: true });
    // PostgreSQL writes to the folder, the lock is next to it.
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
    // Two paths to the same folder, for instance through a symbolic link, must use the same lock.
    return realpathSync(dataDir);
  } catch (error) {
    throw new StartError(
      `The data folder ${dataDir} cannot be created or written: ${firstLine(error)}. ` +
        "Name another folder in DATA_DIR.",
      { cause: error },
    );
  }
}

function checkContent(folder: string): void {
  // PostgreSQL would add its own files to a folder of something else.
  const other = readdirSync(folder).find((name) => !ofPostgres.test(name));
  if (other === undefined || existsSync(join(folder, "PG_VERSION"))) return;
  throw new StartError(
    `The data folder ${folder} is not a database: it contains ${JSON.stringify(other)}. ` +
      "Name an empty or a new folder in DATA_DIR.",
  );
}

const ofPostgres = /^(?:base|global|pg_.*|PG_VERSION|postgresql.*\.conf|postmaster.*)$/;

// PGlite is minified, and its stacks would print a hundred kilobytes of its source.
function unreadable(folder: string, error: unknown): StartError {
  return new StartError(
    `The database in the data folder ${folder} cannot be opened: ${firstLine(error)}. ` +
      "Restore the folder from a backup, or name another one in DATA_DIR.",
    { cause: error },
  );
}

function firstLine(error: unknown): string {
  const [line = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
  return line.slice(0, 200).replace(/\.$/, "");
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

function toDatabase(pglite: PGlite, release?: () => void): UnmigratedDatabase {
  return {
    query: (sql, values) => pglite.query(sql, values),
    transaction: (work) =>
      pglite.transaction((transaction) =>
        work({ query: (sql, values) => transaction.query(sql, values) }),
      ),
    migrate: () => migrate(toPool(pglite)),
    async close() {
      try {
        await pglite.close();
      } finally {
        release?.();
      }
    },
  };
}

/** PGlite is one connection, which Kysely asks for as for one of a pool. */
function toPool(pglite: PGlite): PostgresPool {
  const client = {
    query: (sql: string, values: readonly unknown[]) => pglite.query(sql, [...values]),
    release() {},
  };
  return {
    // The results of PGlite lack the members `command` and `rowCount`, which migrations do not read.
    connect: () => Promise.resolve(client as unknown as Client),
    end: () => Promise.resolve(),
  };
}

type Client = Awaited<ReturnType<PostgresPool["connect"]>>;
