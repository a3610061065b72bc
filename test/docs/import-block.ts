import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Express } from "express";
import { type Block, root } from "./pages.ts";
import { moduleWriter } from "./to-module.ts";

/** Where blocks are written to be compiled and run: within the project, so that they find its packages. */
const parent = fileURLToPath(new URL("test/docs/.blocks/", root));

/** Creates a folder for blocks. */
export function createFolder(): string {
  mkdirSync(parent, { recursive: true });
  return mkdtempSync(parent);
}

/** Runs a block that adds to the app of the fixtures, and returns that app. */
export async function importBlock(block: Block): Promise<Express> {
  const { app } = await importModule<{ app: Express }>(block);
  return app;
}

/** Runs a block, and returns what it exports. */
export async function importModule<Exports>({ code }: Block): Promise<Exports> {
  const folder = createFolder();
  const file = join(folder, "block.ts");
  try {
    writeFileSync(file, (await moduleWriter())(code));
    return (await import(file)) as Exports;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
