import { resolve } from "node:path";
import type { CodeSplittingGroup, Plugin } from "rolldown";
import { entries } from "./entries.ts";

/** The files that entries share with the main entry. */
export interface SharedChunks {
  /** The plugin that learns which module imports which. */
  readonly plugin: Plugin;
  /** The files. A module is in the first one that can have it. */
  readonly groups: CodeSplittingGroup[];
}

/** The imports of each module. */
type Imports = Map<string, readonly string[]>;

const mappers = resolve("src/mappers");

const entryFiles: ReadonlySet<string> = new Set(entries.map(({ source }) => resolve(source)));

/**
 * Puts what the main entry shares with others into three files, one for `client`, one for `catalog` and one for the rest
 * of it, and what several mappers share into another. The bundler would make a file of each set of entries that share
 * something, and Node needs longer to load a file than to run it.
 */
export function sharedChunks(): SharedChunks {
  const imports: Imports = new Map();
  return {
    plugin: {
      name: "record-imports",
      moduleParsed: ({ id, importedIds }) => void imports.set(id, [...importedIds]),
    },
    groups: [
      chunk("client", "src/client/index.ts", imports),
      chunk("catalog", "src/catalog/index.ts", imports),
      chunk("core", "src/index.ts", imports),
      {
        // Its own entry, that of all mappers and recommended import a mapper: what four import belongs to several mappers.
        name: "mappers",
        minShareCount: 4,
        test: (id) => id.startsWith(mappers) && !entryFiles.has(id),
      },
    ],
  };
}

/** Returns the file of the modules that the main entry shares with others and that this entry imports. */
function chunk(name: string, entry: string, imports: Imports): CodeSplittingGroup {
  let reached: readonly ReadonlySet<string>[] | undefined;
  return {
    name,
    minShareCount: 2,
    test(id) {
      // All modules have been parsed when the first one is tested.
      reached ??= ["src/index.ts", entry].map((path) => reachedFrom(resolve(path), imports));
      return reached.every((ids) => ids.has(id)) && !entryFiles.has(id);
    },
  };
}

function reachedFrom(id: string, imports: Imports): ReadonlySet<string> {
  const reached = new Set([id]);
  // A set visits what is added during its iteration.
  for (const one of reached) for (const imported of imports.get(one) ?? []) reached.add(imported);
  return reached;
}
