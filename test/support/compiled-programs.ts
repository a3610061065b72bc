import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** The URL of the folder for the programs that tests compile. */
    compiledPrograms: string;
  }
}

/** Names a folder for the programs that the tests of this run compile, and removes it after the run. */
export default function setup(project: TestProject): () => Promise<void> {
  // In this place, Node finds the packages that they import.
  const folder = new URL(`../../node_modules/.compiled/${randomUUID()}/`, import.meta.url);
  project.provide("compiledPrograms", folder.href);
  return () => rm(folder, { recursive: true, force: true });
}
