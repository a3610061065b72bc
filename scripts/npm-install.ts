import { execFileSync } from "node:child_process";

/** Installs packages in a folder of their own. Creates the folder if needed. */
export function npmInstall(folder: string, ...packages: string[]): void {
  const flags = ["--no-save", "--no-audit", "--no-fund", "--loglevel=error"];
  execFileSync("npm", ["install", "--prefix", folder, ...flags, ...packages], {
    stdio: ["ignore", "ignore", "inherit"],
  });
}
