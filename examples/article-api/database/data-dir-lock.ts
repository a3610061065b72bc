import { closeSync, constants, ftruncateSync, openSync, readFileSync, writeSync } from "node:fs";
import { tryLock } from "fs-native-extensions";
import { StartError } from "../start/start-error.ts";

// Far after the process id in the file, because Windows lets no other process read a locked byte.
const lockedByte = 1024;

/**
 * Locks a data folder for this process, and returns a function that releases the lock.
 * PGlite has no lock of its own, and two processes on one folder silently lose rows.
 * The operating system keeps the lock and releases it when the process ends, even by `kill -9`.
 *
 * @throws StartError if another process holds the lock
 */
export function lockDataDir(dataDir: string) {
  // Next to the folder, because what is inside the folder belongs to PostgreSQL. The file stays when
  // the lock is released: a process that deleted it could delete a file that the next one has locked.
  const path = `${dataDir}.lock`;
  const file = openLock(path);

  if (!tryLock(file, lockedByte, 1)) {
    closeSync(file);
    throw inUse(dataDir, readFileSync(path, "utf8"));
  }

  ftruncateSync(file);
  writeSync(file, String(process.pid));
  return () => closeSync(file);
}

function openLock(path: string): number {
  try {
    return openSync(path, constants.O_RDWR | constants.O_CREAT);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartError(
      `The lock of the data folder cannot be written: ${reason}. Name another folder in DATA_DIR.`,
      { cause: error },
    );
  }
}

function inUse(dataDir: string, pid: string): StartError {
  return new StartError(
    `The data folder ${dataDir} is in use by process ${pid}. ` +
      "Stop that process, or name another folder in DATA_DIR.",
  );
}
