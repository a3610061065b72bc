import { createRequire } from "node:module";
import type express5 from "express";

// The tests' Express 4; the path is that from bench/out/bench/peers.
const require4 = createRequire(new URL("../../../../test/express-4/package.json", import.meta.url));

/** Express 4; the contenders use nothing in which its types differ. */
export const express4: typeof express5 = require4("express") as typeof express5;

/** Patches Express 4 for the rest of this process. */
export function patchExpress4(): void {
  require4("express-async-errors");
}
