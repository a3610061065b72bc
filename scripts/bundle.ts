import { build } from "rolldown";
import manifest from "../package.json" with { type: "json" };

const entries = Object.values(manifest.exports).flatMap((entry) =>
  typeof entry === "string" ? [] : [entry["express-backstop/source"]],
);

/**
 * Bundles the package into a folder: one file for each entry, and shared files beside them, because Node needs longer
 * to load a hundred small files than to run them.
 */
export async function bundle(folder: string): Promise<void> {
  await build({
    input: Object.fromEntries(entries.map((path) => [nameOf(path), path])),
    platform: "node",
    // Packages and Node's modules are imported, not bundled.
    external: /^(?![./])/,
    output: {
      dir: folder,
      format: "esm",
      entryFileNames: "[name].js",
      chunkFileNames: "shared/[name]-[hash].js",
      sourcemap: true,
    },
    logLevel: "warn",
  });
}

/** Converts `./src/process/index.ts` to `process/index`. */
function nameOf(path: string): string {
  return path.replace(/^\.\/src\//, "").replace(/\.ts$/, "");
}
