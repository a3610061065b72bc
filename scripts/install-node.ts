import { existsSync } from "node:fs";
import { join } from "node:path";
import { npmInstall } from "./npm-install.ts";

/** Installs a Node, such as `24` or `20.20.2`, in a folder, and returns the path of its binary. */
export async function installNode(version: string, under: string): Promise<string> {
  const folder = join(under, `node-${version}`);
  await npmInstall(folder, `node@${version}`);
  // The package's bin may be a script; the binary itself stands in the platform's package.
  const platform = `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
  const candidates = [join(folder, "node_modules", platform), join(folder, "node_modules/node")];
  const found = candidates.map((path) => join(path, "bin/node")).find((path) => existsSync(path));
  if (found === undefined) throw new Error(`node@${version} brought no binary for ${platform}`);
  return found;
}
