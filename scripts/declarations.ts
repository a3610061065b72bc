import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, posix } from "node:path";
import { entries } from "./entries.ts";

/**
 * Writes the declarations that the entries lead to. They are CommonJS (`.d.cts`), and the ES modules (`.d.ts`) export
 * them again, so that an app has one type of each name, whichever module systems its parts use.
 */
export function declare(folder: string): void {
  const emitted = mkdtempSync(join(tmpdir(), "declarations-"));
  try {
    const flags = ["-p", "tsconfig.build.json", "--outDir", emitted];
    execFileSync("tsc", flags, { stdio: "inherit" });
    const written = new Set<string>();
    for (const name of [...entries.map((entry) => entry.name), olderTypes]) {
      copyWithImports(name, emitted, folder, written);
      const file = `./${posix.basename(name)}.cjs`;
      writeFileSync(join(folder, `${name}.d.ts`), `export * from "${file}";\n`);
    }
  } finally {
    rmSync(emitted, { recursive: true, force: true });
  }
}

/** The declarations of the main entry for older versions of TypeScript. */
const olderTypes = "older-typescript";

/** Copies a declaration and those that it imports. */
function copyWithImports(name: string, from: string, to: string, written: Set<string>): void {
  if (written.has(name)) return;
  written.add(name);
  const declaration = readFileSync(join(from, `${name}.d.ts`), "utf8").replaceAll(
    relativeImport,
    (_match, quote: string, path: string) => {
      copyWithImports(posix.join(posix.dirname(name), path), from, to, written);
      return `${quote}${path}.cjs${quote}`;
    },
  );
  const file = join(to, `${name}.d.cts`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, declaration);
}

const relativeImport = /(")(\.\.?\/[^"\n]+)\.ts"/g;
