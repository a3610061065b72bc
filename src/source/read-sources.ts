import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, extname, join, resolve } from "node:path";
import { importedPaths } from "./imports.ts";
import type { SyntaxNode } from "./syntax-node.ts";

/** Parses one file of JavaScript or TypeScript, as `parseSync` of oxc-parser does. */
export type ParseSource = (
  file: string,
  text: string,
) => { readonly program: object; readonly errors: readonly ParseError[] };

/** Why a file could not be parsed. */
export interface ParseError {
  readonly message: string;
  /** Where the mistake is, as indexes into the text. */
  readonly labels?: readonly { readonly start: number }[];
}

/** One file of an app. */
export interface Source {
  /** The absolute path. */
  readonly file: string;
  readonly text: string;
  readonly program: SyntaxNode;
}

/**
 * Reads a file and the files that it imports by relative paths, and theirs. Packages are left out.
 *
 * @throws {SyntaxError} If a file cannot be parsed.
 */
export function readSources(entry: string, parse: ParseSource): readonly Source[] {
  const found = new Map<string, Source>();
  const waiting = [resolve(entry)];
  for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
    if (found.has(file)) continue;
    const source = readSource(file, parse);
    found.set(file, source);
    for (const path of importedPaths(source.program)) {
      const target = path.startsWith(".") ? resolveImport(dirname(file), path) : undefined;
      if (target !== undefined) waiting.push(target);
    }
  }
  return [...found.values()];
}

/**
 * Reads one file.
 *
 * @throws {SyntaxError} If it cannot be parsed.
 */
export function readSource(file: string, parse: ParseSource): Source {
  const text = readFileSync(file, "utf8");
  const { program, errors } = parse(file, text);
  const [error] = errors;
  if (error) {
    const line = lineAt(text, error.labels?.[0]?.start ?? 0);
    throw new SyntaxError(`${file}:${line}: ${error.message}`);
  }
  // A parser of ESTree returns nodes, whose members are read with care.
  return { file, text, program: program as SyntaxNode };
}

const extensions = [".js", ".ts", ".mjs", ".mts", ".cjs", ".cts", ".jsx", ".tsx"];

function resolveImport(folder: string, path: string): string | undefined {
  const target = join(folder, path);
  // TypeScript sources may name the JavaScript that they become.
  const asTypeScript = target.replace(/\.([cm]?)js$/, ".$1ts");
  const candidates = [
    target,
    asTypeScript,
    ...extensions.map((extension) => target + extension),
    ...extensions.map((extension) => join(target, `index${extension}`)),
  ];
  return candidates.find((file) => extensions.includes(extname(file)) && isFile(file));
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}

/** Returns the number of the line in which a character is, from 1 on. */
export function lineAt(text: string, index: number): number {
  return text.slice(0, index).split("\n").length;
}
