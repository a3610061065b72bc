import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import manifest from "../../package.json" with { type: "json" };
import { bundle } from "../../scripts/bundle.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The package as it is built, installed for a consumer. */
export interface BuiltPackage extends Disposable {
  /** The folder of the consumer, where programs that use the package run. */
  readonly folder: string;
  /** The folder of the built files. */
  readonly dist: string;
  /** Loads an entry with require(), such as `express-backstop/catalog`. */
  require(entry: string): Record<string, unknown>;
  /** Loads an entry with import(). */
  import(entry: string): Promise<unknown>;
}

/** Builds the package and installs it in a folder of its own, where it finds its dependencies and not its source. */
export async function buildPackage(): Promise<BuiltPackage> {
  const consumer = mkdtempSync(join(root, "node_modules/.built-package-"));
  const installed = join(consumer, "node_modules/express-backstop");
  mkdirSync(installed, { recursive: true });
  // The tests run with the condition that leads to the source.
  const published = JSON.stringify(manifest, (name, value: unknown) =>
    name === "express-backstop/source" ? undefined : value,
  );
  writeFileSync(join(installed, "package.json"), published);
  await bundle(join(installed, "dist"));
  const require = createRequire(join(consumer, "index.js"));
  return {
    folder: consumer,
    dist: join(installed, "dist"),
    require: (entry) => require(entry) as Record<string, unknown>,
    import: (entry) =>
      import(pathToFileURL(join(installed, fileOf(entry))).href) as Promise<unknown>,
    [Symbol.dispose]: () => rmSync(consumer, { recursive: true, force: true }),
  };
}

/** Returns the file that import() loads for an entry. The tests themselves import the source. */
function fileOf(entry: string): string {
  const path = `.${entry.slice(manifest.name.length)}`;
  const targets = manifest.exports as Record<string, string | { import: { default: string } }>;
  const target = targets[path];
  if (target === undefined || typeof target === "string") throw new Error(`No entry ${entry}.`);
  return target.import.default;
}
