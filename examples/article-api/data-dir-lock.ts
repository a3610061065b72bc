import { randomUUID } from "node:crypto";
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { describeProcess, isRunning } from "./process-identity.ts";
import { StartError } from "./start-error.ts";

/**
 * Takes a data folder for this process until the returned function is called or the process exits.
 * PGlite has no lock of its own, and two processes on one folder silently lose rows.
 *
 * @throws StartError while another process that is alive holds the folder
 */
export function lockDataDir(dataDir: string): () => void {
  // Beside the folder, because what is inside it belongs to PostgreSQL.
  const lock = `${dataDir}.lock`;
  const mine = describeProcess(process.pid);

  while (!create(lock, mine)) {
    const holder = read(lock);
    if (holder === undefined) continue;
    if (isRunning(holder)) throw heldBy(holder, dataDir, lock);
    removeStale(lock, holder);
  }

  function unlock(): void {
    process.off("exit", unlock);
    if (read(lock) === mine) rmSync(lock, { force: true });
  }
  process.once("exit", unlock);
  return unlock;
}

// link(2) is as exclusive as O_EXCL, and the name appears with the content already in the file:
// nobody ever reads a lock that does not say whose it is.
function create(lock: string, content: string): boolean {
  const draft = `${lock}.${randomUUID()}`;
  writeFileSync(draft, content, { flag: "wx" });
  return moveIfFree(draft, lock);
}

// Renamed aside and looked at again, not deleted: another process may have replaced the stale lock
// since it was read, and then what was taken is the lock of the living and goes back.
function removeStale(lock: string, holder: string): void {
  const aside = `${lock}.${randomUUID()}`;
  try {
    renameSync(lock, aside);
  } catch (error) {
    if (hasCode(error, "ENOENT")) return;
    throw error;
  }
  if (read(aside) === holder) rmSync(aside);
  else moveIfFree(aside, lock);
}

function moveIfFree(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (hasCode(error, "EEXIST")) return false;
    throw error;
  } finally {
    rmSync(from, { force: true });
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

function heldBy(holder: string, dataDir: string, lock: string): StartError {
  const [pid] = holder.split(" ");
  return new StartError(
    `The data folder ${dataDir} is in use by process ${pid}. ` +
      `Stop that process, or name another folder in DATA_DIR. (The lock is ${lock}.)`,
  );
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
