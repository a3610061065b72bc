import { createRequire } from "node:module";
import express5 from "express";

// Resolved from the workspace that has Express 4 installed.
const require4 = createRequire(new URL("../express-4/package.json", import.meta.url));

/** Express 4; the tests use nothing in which its types differ. */
export const express4: typeof express5 = require4("express") as typeof express5;

/** Patches Express 4 for the rest of this process, as an app that imports express-async-errors does. */
export function patchExpress4(): void {
  require4("express-async-errors");
}

/** Both Expresses, for describe.each. */
export const expresses: readonly (readonly [name: string, express: typeof express5])[] = [
  ["Express 4", express4],
  ["Express 5", express5],
];
