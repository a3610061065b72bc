import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Installs the middleware that `npm run fuzz` and `npm run long-run` mount, unless it is there. */
export function installMiddleware(): void {
  const folder = fileURLToPath(new URL("middleware", import.meta.url));
  if (existsSync(`${folder}/node_modules`)) return;
  const flags = ["--omit=peer", "--no-audit", "--no-fund", "--loglevel=error"];
  execFileSync("npm", ["ci", "--prefix", folder, ...flags], { stdio: "inherit" });
}
