import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { build } from "esbuild";
import manifest from "../package.json" with { type: "json" };

// Makes dist: one file for each entry, and what several share in files beside them, for to load a hundred small files
// takes Node longer than to run them. The declarations stay as they are in src.
//
//   npm run build

const entryPoints = Object.values(manifest.exports).flatMap((entry) =>
  typeof entry === "string" ? [] : [entry["express-backstop/source"]],
);

rmSync("dist", { recursive: true, force: true });
await build({
  entryPoints,
  outbase: "src",
  outdir: "dist",
  chunkNames: "shared/[hash]",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "neutral",
  packages: "external",
  target: "node20",
  sourcemap: true,
  // Sources are published beside.
  sourcesContent: false,
});
execFileSync("tsc", ["-p", "tsconfig.build.json"], { stdio: "inherit" });
