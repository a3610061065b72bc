import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { ParseSource } from "../source/read-sources.ts";
import { UsageError } from "./usage-error.ts";

/**
 * Loads oxc-parser from the project in the working directory.
 *
 * @param otherwise The sentence that says what works without the parser.
 *
 * @throws {UsageError} If it is not installed.
 */
export async function loadParser(otherwise: string): Promise<ParseSource> {
  const require = createRequire(join(process.cwd(), "package.json"));
  let path: string;
  try {
    path = require.resolve("oxc-parser");
  } catch {
    throw new UsageError(
      `The source is read with oxc-parser, which is not installed here. Write npm install --save-dev oxc-parser. ${otherwise}`.trim(),
    );
  }
  // The package exports this function; its nodes are read with care.
  const { parseSync } = (await import(pathToFileURL(path).href)) as { parseSync: ParseSource };
  return parseSync;
}
