import { rmSync } from "node:fs";
import { bundle } from "./bundle.ts";
import { declare } from "./declarations.ts";

// Builds dist: the bundled code as ES modules and as CommonJS, and the declarations of both.
//
//   npm run build

rmSync("dist", { recursive: true, force: true });
await bundle("dist");
declare("dist");
