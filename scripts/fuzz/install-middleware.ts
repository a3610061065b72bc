import { fileURLToPath } from "node:url";
import { npmCi } from "../npm-ci.ts";

/** Installs the middleware that `npm run fuzz` and `npm run long-run` mount, unless it is there. */
export function installMiddleware(): void {
  npmCi(fileURLToPath(new URL("middleware", import.meta.url)), "--omit=peer");
}
