import { rolldown } from "rolldown";
import { entries } from "./entries.ts";
import { sharedChunks } from "./shared-chunks.ts";

/** The module systems and their file extensions. */
const formats = [
  ["esm", "js"],
  ["cjs", "cjs"],
] as const;

/** The command, which is one ES module. */
const command = { "command/main": "./src/command/main.ts" };

/**
 * Bundles the package into a folder, once as ES modules and once as CommonJS: one file for each entry, and shared files
 * beside them, because Node needs longer to load a hundred small files than to run them.
 */
export async function bundle(folder: string): Promise<void> {
  const sources = Object.fromEntries(entries.map(({ name, source }) => [name, source]));
  for (const [format, extension] of formats) {
    const { plugin, groups } = sharedChunks();
    const bundled = await rolldown({
      input: format === "esm" ? { ...sources, ...command } : sources,
      platform: "node",
      // Packages and Node's modules are imported, not bundled.
      external: /^(?![./])/,
      logLevel: "warn",
      plugins: [plugin],
      // No comment before each module says its path.
      experimental: { attachDebugInfo: "none" },
    });
    await bundled.write({
      dir: folder,
      format,
      exports: "named",
      entryFileNames: `[name].${extension}`,
      // Without a hash, which would be in each import and change with every change.
      chunkFileNames: `shared/[name].${extension}`,
      codeSplitting: { groups },
      // Editors show the comments of the declarations. Tree shaking needs the annotations.
      comments: { annotation: true, jsdoc: false, legal: false },
      // Names and lines stay, so that stacks can be read without source maps.
      minify: {
        compress: { keepNames: { function: true, class: true } },
        mangle: false,
        codegen: false,
      },
    });
    await bundled.close();
  }
}
