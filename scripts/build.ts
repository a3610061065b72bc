import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { build } from "rolldown";
import manifest from "../package.json" with { type: "json" };

// Builds dist: one file for each entry, and files that several entries share, because Node takes longer to load a
// hundred small files than to run them. There is one declaration file for each file of src.
//
//   npm run build

const entries = Object.values(manifest.exports).flatMap((entry) =>
  typeof entry === "string" ? [] : [entry["express-backstop/source"]],
);

rmSync("dist", { recursive: true, force: true });
await build({
  input: Object.fromEntries(entries.map((path) => [nameOf(path), path])),
  platform: "node",
  // What is not ours is loaded from where it is.
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

/** Returns the name of an entry file in dist: `process/index` for `./src/process/index.ts`. */
function nameOf(path: string): string {
  return path.replace(/^\.\/src\//, "").replace(/\.ts$/, "");
}
