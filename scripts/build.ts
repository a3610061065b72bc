import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { build } from "rolldown";
import manifest from "../package.json" with { type: "json" };

// Makes dist: one file for each entry, and what several share in files beside them, for to load a hundred small files
// takes Node longer than to run them. The declarations stay as they are in src.
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

/** `./src/process/index.ts` becomes `process/index`. */
function nameOf(path: string): string {
  return path.replace(/^\.\/src\//, "").replace(/\.ts$/, "");
}
