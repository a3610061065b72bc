import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type express5 from "express";

// The Expresses that npm ci installs, unless a run over other versions names the folders that have them.
const require4 = requireFrom("TEST_EXPRESS_4", "../express-4/");
const require5 = requireFrom("TEST_EXPRESS_5", "../../");

/** Express 4; the tests use nothing in which its types differ. */
export const express4: typeof express5 = require4("express") as typeof express5;

/** Patches Express 4 for the rest of this process, as an app that imports express-async-errors does. */
export function patchExpress4(): void {
  require4("express-async-errors");
}

/** Both Expresses, for describe.each. */
export const expresses: readonly (readonly [name: string, express: typeof express5])[] = [
  ["Express 4", express4],
  ["Express 5", require5("express") as typeof express5],
];

function requireFrom(variable: string, folder: string): NodeJS.Require {
  const installed = fileURLToPath(new URL(folder, import.meta.url));
  return createRequire(join(process.env[variable] ?? installed, "package.json"));
}
