import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

// This file runs from bench/out/bench.
const folder = fileURLToPath(new URL("../../peers", import.meta.url));

/** Installs the frameworks that we compare with, unless they are installed, and compiles their contenders. */
export function installPeers(): void {
  // Express and zod are those of the root.
  const flags = ["--omit=peer", "--no-audit", "--no-fund", "--loglevel=error"];
  if (!existsSync(`${folder}/node_modules`)) {
    execFileSync("npm", ["ci", "--prefix", folder, ...flags], { stdio: "inherit" });
  }
  execFileSync("tsc", ["-p", folder], { stdio: "inherit" });
}
