import { importedPaths } from "../source/imports.ts";
import { lineAt, type ParseSource, type Source } from "../source/read-sources.ts";
import type { SyntaxNode } from "../source/syntax-node.ts";
import { addImport } from "./add-import.ts";
import { applyEdits, startOf } from "./edit.ts";
import { fromAsyncErrors } from "./from-async-errors.ts";
import { fromAsyncHandler } from "./from-async-handler.ts";
import { fromBoom } from "./from-boom.ts";
import { fromExpressValidator } from "./from-express-validator.ts";
import { fromHttpErrors } from "./from-http-errors.ts";
import { fromTryCatch } from "./from-try-catch.ts";
import { fromCelebrate, fromZodSafe } from "./from-validators.ts";
import { isTaken } from "./is-taken.ts";
import type { Migration } from "./migration.ts";

/**
 * The migrations, in the order in which they run: asyncHandler is ours before it wraps more handlers, and a `try` is
 * removed before its handler is wrapped.
 */
export const migrations: readonly Migration[] = [
  fromAsyncHandler,
  fromTryCatch,
  fromAsyncErrors,
  fromHttpErrors,
  fromBoom,
  fromZodSafe,
  fromCelebrate,
  fromExpressValidator,
];

/** A file of an app, changed. */
export interface MigratedFile {
  readonly file: string;
  readonly before: string;
  readonly after: string;
  /** The places that have to be changed by hand, by their lines before. */
  readonly undared: readonly {
    readonly line: number;
    readonly reason: string;
    readonly page: string;
  }[];
}

/** Returns the files of an app with the changes of some migrations. Nothing is written. */
export function migrateSources(
  sources: readonly Source[],
  chosen: readonly Migration[],
  parse: ParseSource,
): readonly MigratedFile[] {
  const packages = new Set(sources.flatMap(({ program }) => importedPaths(program)));
  return sources.map((source) => {
    const undared: MigratedFile["undared"][number][] = [];
    let { text, program } = source;
    for (const migration of chosen) {
      const result = migration.migrate({ file: source.file, text, program }, packages);
      for (const { node, reason } of result.undared) {
        undared.push({ line: lineAt(text, startOf(node)), reason, page: migration.page });
      }
      if (result.edits.length === 0) continue;
      const edited = applyEdits(text, result.edits);
      const again = parseAgain(source.file, edited, parse);
      const ofZod = result.needsZod && isTaken(again, "z", "zod") ? "z" : undefined;
      const taken =
        [...result.imports.keys()].find((name) => isTaken(again, name, packageName)) ?? ofZod;
      if (taken !== undefined) {
        const reason = `Nothing was changed for ${migration.name}, because this file has something else that is called ${taken}. Rename it first.`;
        undared.push({ line: 1, reason, page: migration.page });
        continue;
      }
      text = edited;
      program = again;
      // After the other edits, because they may have removed the last import.
      text = applyEdits(text, addImport(program, result.imports));
      if (result.needsZod) {
        program = parseAgain(source.file, text, parse);
        text = applyEdits(text, addImport(program, new Map([["z", "z"]]), "zod"));
      }
      program = parseAgain(source.file, text, parse);
    }
    return { file: source.file, before: source.text, after: text, undared };
  });
}

const packageName = "express-backstop";

function parseAgain(file: string, text: string, parse: ParseSource): SyntaxNode {
  const { program, errors } = parse(file, text);
  const [error] = errors;
  if (error)
    throw new SyntaxError(`${file}: the changed file could not be parsed: ${error.message}`);
  // A parser of ESTree returns nodes, whose members are read with care.
  return program as SyntaxNode;
}
