import { resolve } from "node:path";
import { type CodeSplittingGroup, type Plugin, rolldown } from "rolldown";
import { entries } from "./entries.ts";

/** The module systems and their file extensions. */
const formats = [
  ["esm", "js"],
  ["cjs", "cjs"],
] as const;

const entryFiles: ReadonlySet<string> = new Set(entries.map(({ source }) => resolve(source)));

/** The imports of each module. */
type Imports = Map<string, readonly string[]>;

/**
 * Bundles the package into a folder, once as ES modules and once as CommonJS: one file for each entry, and shared files
 * beside them, because Node needs longer to load a hundred small files than to run them. For the same reason, what the
 * main entry shares with others is in three files: one for `client`, one for `catalog`, and one for the rest of it.
 */
export async function bundle(folder: string): Promise<void> {
  const imports: Imports = new Map();
  const bundled = await rolldown({
    input: Object.fromEntries(entries.map(({ name, source }) => [name, source])),
    platform: "node",
    // Packages and Node's modules are imported, not bundled.
    external: /^(?![./])/,
    logLevel: "warn",
    plugins: [recordImports(imports)],
  });
  for (const [format, extension] of formats) {
    await bundled.write({
      dir: folder,
      format,
      entryFileNames: `[name].${extension}`,
      chunkFileNames: `shared/[name]-[hash].${extension}`,
      // A module is in the first group that has it.
      codeSplitting: {
        groups: [
          sharedModules("client", imports),
          sharedModules("catalog", imports),
          sharedModules("core", imports),
        ],
      },
      // Editors show the comments of the declarations. Tree shaking needs the annotations.
      comments: { annotation: true, jsdoc: false, legal: false },
      // Names and lines stay, so that stacks can be read without source maps.
      minify: {
        compress: { keepNames: { function: true, class: true } },
        mangle: false,
        codegen: false,
      },
    });
  }
  await bundled.close();
}

/** Returns a plugin that records what each module imports. */
function recordImports(imports: Imports): Plugin {
  return {
    name: "record-imports",
    moduleParsed: ({ id, importedIds }) => void imports.set(id, [...importedIds]),
  };
}

/** Returns the group of the modules that the main entry shares with others and that one of these entries imports. */
function sharedModules(name: "client" | "catalog" | "core", imports: Imports): CodeSplittingGroup {
  const main = resolve("src/index.ts");
  const entry = name === "core" ? main : resolve("src", name, "index.ts");
  let reached: readonly ReadonlySet<string>[] | undefined;
  return {
    name,
    minShareCount: 2,
    test(id) {
      // All modules have been parsed when the first one is tested.
      reached ??= [reachedFrom(main, imports), reachedFrom(entry, imports)];
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
