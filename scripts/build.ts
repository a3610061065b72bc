import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { bundle } from "./bundle.ts";

// Builds dist: the bundled code, and the declarations, which keep the files of src.
//
//   npm run build

rmSync("dist", { recursive: true, force: true });
await bundle("dist");
execFileSync("tsc", ["-p", "tsconfig.build.json"], { stdio: "inherit" });
