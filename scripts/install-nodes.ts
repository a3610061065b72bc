import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { npmInstall } from "./npm-install.ts";

/** A Node of this machine. */
export interface Node {
  /** The path of its binary. */
  readonly path: string;
  /** For example `24.21.0`. */
  readonly version: string;
}

/** Returns the Nodes of a list of paths and of versions such as `24,20`, which are installed for this process. */
export function installNodes(list: string): Node[] {
  const folder = mkdtempSync(join(tmpdir(), "nodes-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  return list.split(",").map((item) => {
    const path = /[\\/]/.test(item) ? item : installNode(item, join(folder, item));
    const version = execFileSync(path, ["-p", "process.versions.node"], { encoding: "utf8" });
    return { path, version: version.trim() };
  });
}

function installNode(version: string, folder: string): string {
  npmInstall(folder, `node@${version}`);
  // The bin of the package `node` may be a script. The binary itself is in the package of the platform.
  const platform = `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
  const candidates = [platform, "node"].map((name) =>
    join(folder, "node_modules", name, "bin/node"),
  );
  const found = candidates.find((path) => existsSync(path));
  if (found === undefined) throw new Error(`node@${version} has no binary for ${platform}.`);
  return found;
}
