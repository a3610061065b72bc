import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Installs what the lock file of a folder says, without running scripts, unless the folder has exactly that. */
export function npmCi(folder: string, ...flags: string[]): void {
  const lock = join(folder, "package-lock.json");
  // npm ci begins by removing node_modules, so the copy is there only after a whole installation.
  const installed = join(folder, "node_modules", ".installed-lock.json");
  if (existsSync(installed) && readFileSync(installed).equals(readFileSync(lock))) return;
  const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  execFileSync("npm", ["ci", "--prefix", folder, ...quiet, ...flags], {
    stdio: ["ignore", "ignore", "inherit"],
    shell: process.platform === "win32",
  });
  copyFileSync(lock, installed);
}
