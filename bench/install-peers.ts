import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { npmCi } from "../scripts/npm-ci.ts";

// This file runs from bench/out/bench.
const folder = fileURLToPath(new URL("../../peers", import.meta.url));

/** Installs the frameworks that we compare with, unless they are installed, and compiles their contenders. */
export function installPeers(): void {
  // Express and zod are those of the root.
  npmCi(folder, "--omit=peer");
  execFileSync("tsc", ["-p", folder], { stdio: "inherit" });
}
