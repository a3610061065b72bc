import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Installs packages into a folder of their own, which is created if it does not exist. */
export async function npmInstall(folder: string, ...packages: string[]): Promise<void> {
  const flags = ["--no-save", "--no-audit", "--no-fund", "--loglevel=error"];
  await run("npm", ["install", "--prefix", folder, ...flags, ...packages]);
}
