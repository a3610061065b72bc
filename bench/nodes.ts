import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installNode } from "../scripts/install-node.ts";

/** A Node to measure on. */
export interface Node {
  readonly path: string;
  /** Such as `24.21.0`. */
  readonly version: string;
}

/** Finds the Nodes of a list such as `24,20` or of paths; versions are installed for this run. Default: this Node. */
export async function nodesOf(list: string | undefined): Promise<Node[]> {
  if (list === undefined) return [{ path: process.execPath, version: process.versions.node }];
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const nodes: Node[] = [];
  for (const item of list.split(",")) {
    const path = item.includes("/") ? item : await installNode(item, folder);
    const version = execFileSync(path, ["-p", "process.versions.node"], { encoding: "utf8" });
    nodes.push({ path, version: version.trim() });
  }
  return nodes;
}
