import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { build } from "rolldown";
import manifest from "../package.json" with { type: "json" };

// Builds dist: one file for each entry, and shared files beside them, because Node needs longer to load a hundred small
// files than to run them. The declarations keep the files of src.
//
//   npm run build

const entries = Object.values(manifest.exports).flatMap((entry) =>
  typeof entry === "string" ? [] : [entry["express-backstop/source"]],
);

rmSync("dist", { recursive: true, force: true });
await build({
  input: Object.fromEntries(entries.map((path) => [nameOf(path), path])),
  platform: "node",
  // Packages and Node's modules are imported, not bundled.
  external: /^(?![./])/,
  output: {
    dir: "dist",
    format: "esm",
    entryFileNames: "[name].js",
    chunkFileNames: "shared/[name]-[hash].js",
    sourcemap: true,
  },
  logLevel: "warn",
});
execFileSync("tsc", ["-p", "tsconfig.build.json"], { stdio: "inherit" });

/** Converts `./src/process/index.ts` to `process/index`. */
function nameOf(path: string): string {
  return path.replace(/^\.\/src\//, "").replace(/\.ts$/, "");
}
